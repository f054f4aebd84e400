import type { LevelCondition, LinkageComparison } from '../../../../model/linkage.ts'
import { invariant } from '../../../platform/errors.ts'
import { numbersOf, valueTests, type ValueTest } from './level-tests.ts'
import type { Field, Table } from './table.ts'

/** A comparison ready to run: which of its levels two records meet. */
export type Comparison = {
  name: string
  /** Fields that it looks at. */
  fields: string[]
  /** How many levels there are, with the last one, that nothing agrees; the null level has this number. */
  levels: number
  /** By level: the field whose term frequency adjusts it. */
  termFrequency: (Field | null)[]
  levelOf(left: number, right: number): number
}

type RecordTest = (left: number, right: number) => boolean

const CACHE_BITS = 18
const EARTH_KM = 6_371

export function compileComparison(table: Table, definition: LinkageComparison): Comparison {
  const fields = definition.fields.map((name) => fieldNamed(table, name))
  const [only] = fields
  const swap = definition.levels.findIndex(({ when }) => when.length === 1 && when[0]?.test === 'swapped')
  const isSimple =
    fields.length === 1 &&
    definition.levels.every(({ when }, level) => level === swap || when.every(({ other }) => !other))
  const common = {
    name: definition.name,
    fields: definition.fields,
    levels: definition.levels.length + 1,
    termFrequency: [
      ...definition.levels.map(({ termFrequency }) =>
        termFrequency ? fieldNamed(table, termFrequency) : null,
      ),
      null,
    ],
  }
  if (isSimple && only) {
    const levelOf = compileSimple(only, definition)
    const condition = definition.levels[swap]?.when[0]
    return {
      ...common,
      levelOf: condition ? orSwapped(levelOf, swap, recordTest(table, condition)) : levelOf,
    }
  }
  return { ...common, levelOf: compileCombined(table, definition, fields) }
}

export function fieldNamed(table: Table, name: string): Field {
  const field = table.fields.get(name)
  invariant(field, `Every comparison names fields of its settings, and "${name}" is none.`)
  return field
}

/** One field: levels are functions of two values, so that pairs of values that come again are looked up. */
function compileSimple({ ids, pool }: Field, { levels }: LinkageComparison) {
  const tests = levels.map(({ when }) =>
    when[0]?.test === 'swapped' ? never : allOf(when.map((condition) => valueTest(pool, condition))),
  )
  const isCheap = levels.every(({ when }) => when.every(({ test }) => test === 'exact'))
  const otherwise = levels.length
  const missing = levels.length + 1
  const first = (a: number, b: number) => {
    for (let level = 0; level < otherwise; level++) if (tests[level]!(a, b)) return level
    return otherwise
  }
  const lookUp = isCheap ? first : cached(first)
  return (left: number, right: number) => {
    const a = ids[left]!
    const b = ids[right]!
    if (a < 0 || b < 0) return missing
    return a < b ? lookUp(a, b) : lookUp(b, a)
  }
}

function never(): boolean {
  return false
}

/** A swap is seen in two fields, so it is looked for beside the values that were looked up. */
function orSwapped(
  levelOf: Comparison['levelOf'],
  swap: number,
  isSwapped: RecordTest,
): Comparison['levelOf'] {
  return (left, right) => {
    const level = levelOf(left, right)
    return level > swap && isSwapped(left, right) ? swap : level
  }
}

function cached(compute: (a: number, b: number) => number): (a: number, b: number) => number {
  const size = 1 << CACHE_BITS
  const lefts = new Int32Array(size).fill(-1)
  const rights = new Int32Array(size)
  const levels = new Uint8Array(size)
  return (a, b) => {
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - CACHE_BITS)
    if (lefts[slot] === a && rights[slot] === b) return levels[slot]!
    const level = compute(a, b)
    lefts[slot] = a
    rights[slot] = b
    levels[slot] = level
    return level
  }
}

function allOf(tests: ValueTest[]): ValueTest {
  const [first, second] = tests
  if (first && !second) return first
  return (a, b) => tests.every((test) => test(a, b))
}

function valueTest(pool: Field['pool'], { test, at = 0 }: LevelCondition): ValueTest {
  invariant(test !== 'swapped' && test !== 'kilometres_apart', `"${test}" needs a second field.`)
  return valueTests[test](pool, at)
}

/** Several fields: missing when no field of them has a value on both sides. */
function compileCombined(table: Table, { levels }: LinkageComparison, fields: Field[]) {
  const tests = levels.map(({ when }) => when.map((condition) => recordTest(table, condition)))
  const otherwise = levels.length
  const columns = fields.map(({ ids }) => ids)
  return (left: number, right: number) => {
    if (columns.every((ids) => ids[left]! < 0 || ids[right]! < 0)) return otherwise + 1
    for (let level = 0; level < otherwise; level++) {
      if (tests[level]!.every((test) => test(left, right))) return level
    }
    return otherwise
  }
}

function recordTest(table: Table, condition: LevelCondition): RecordTest {
  const { ids, pool } = fieldNamed(table, condition.field)
  if (condition.other === undefined) {
    const test = cachedTest(valueTest(pool, condition), condition)
    return (left, right) => {
      const a = ids[left]!
      const b = ids[right]!
      return a >= 0 && b >= 0 && (a < b ? test(a, b) : test(b, a))
    }
  }
  const other = fieldNamed(table, condition.other)
  if (condition.test === 'kilometres_apart')
    return kilometresTest([table.fields.get(condition.field)!, other], condition.at ?? 0)
  invariant(other.pool === pool, 'Fields that may be swapped are of one kind.')
  return (left, right) => {
    const a = ids[left]!
    const b = ids[right]!
    return a >= 0 && b >= 0 && a === other.ids[right] && b === other.ids[left]
  }
}

function cachedTest(test: ValueTest, condition: LevelCondition): ValueTest {
  if (condition.test === 'exact') return test
  const lookUp = cached((a, b) => Number(test(a, b)))
  return (a, b) => lookUp(a, b) === 1
}

/** Great-circle distance by the haversine formula. */
function kilometresTest([latitude, longitude]: [Field, Field], most: number): RecordTest {
  const latitudes = numbersOf(latitude.pool)
  const longitudes = numbersOf(longitude.pool)
  const at = (field: Field, numbers: Float64Array, record: number) =>
    ((numbers[field.ids[record]!] ?? NaN) * Math.PI) / 180
  return (left, right) => {
    const a = at(latitude, latitudes, left)
    const b = at(latitude, latitudes, right)
    const across = at(longitude, longitudes, left) - at(longitude, longitudes, right)
    const haversine = Math.sin((a - b) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across / 2) ** 2
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(haversine))) <= most
  }
}
