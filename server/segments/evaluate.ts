import type { Comparison, Operator } from '../../model/filter.ts'
import { isObject, type JsonObject } from '../../model/json.ts'
import type { Condition, EventCondition, SegmentDefinition } from '../../model/segment.ts'
import { readNumber, readTime, valueText } from './compile/comparable.ts'

type Scalar = string | number | boolean

/** A person with everything known, as the evaluator takes it; times in ms since 1970. */
export type KnownPerson = {
  traits: JsonObject
  events: { type: string; event: string; timestamp: number; properties: JsonObject }[]
}

const DAY_MS = 24 * 60 * 60 * 1000
const NAMED_BY_TYPE = new Set(['page', 'screen', 'identify', 'group'])

/**
 * What a definition means, said plainly and independently of the warehouse: tests compare the compiled SQL with it.
 * True when the person belongs to the segment at `now` (ms since 1970).
 */
export function satisfies(
  person: KnownPerson,
  { match, conditions }: SegmentDefinition,
  now: number,
): boolean {
  const holds = (condition: Condition): boolean => {
    switch (condition.kind) {
      case 'event':
        return didEnough(person, condition, now) === condition.did
      case 'trait':
        return compares(person.traits, condition.comparison)
      case 'group':
        return satisfies(person, condition, now)
    }
  }
  return match === 'all' ? conditions.every(holds) : conditions.some(holds)
}

function didEnough(
  { events }: KnownPerson,
  { event, where, days, times }: EventCondition,
  now: number,
): boolean {
  const counted = events.filter(
    (one) =>
      ((one.type === 'track' && one.event === event) || (one.type === event && NAMED_BY_TYPE.has(event))) &&
      (days === null || one.timestamp >= now - days * DAY_MS) &&
      where.every((comparison) => compares(one.properties, comparison)),
  )
  return counted.length >= times
}

function compares(object: JsonObject, { field, operator, value }: Comparison): boolean {
  const stored = valueAt(object, field)
  const values = value === undefined ? [] : [value].flat()
  return operators[operator](stored, values)
}

const operators: Record<Operator, (stored: unknown, values: Scalar[]) => boolean> = {
  is: (stored, values) => anyPair(stored, values, isEqual),
  is_not: (stored, values) => !anyPair(stored, values, isEqual),
  contains: (stored, values) => anyPair(stored, values, (a, b) => lower(a).includes(lower(b))),
  not_contains: (stored, values) => !anyPair(stored, values, (a, b) => lower(a).includes(lower(b))),
  starts_with: (stored, values) => anyPair(stored, values, (a, b) => lower(a).startsWith(lower(b))),
  greater: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x > y)),
  at_least: (stored, values) =>
    anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x >= y)),
  less: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x < y)),
  at_most: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x <= y)),
  before: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readTime, a, b, (x, y) => x < y)),
  after: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readTime, a, b, (x, y) => x > y)),
  set: (stored) => isPresent(stored),
  not_set: (stored) => !isPresent(stored),
}

function valueAt(object: JsonObject, field: string): unknown {
  let value: unknown = object
  for (const part of field.split('.')) {
    const name = part.replaceAll('%2E', '.')
    if (part === '' || !isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

/** An object without values in it is no value, as the warehouse does not keep it. */
function isPresent(stored: unknown): boolean {
  if (isObject(stored)) return Object.values(stored).some(isPresent)
  return stored !== undefined && stored !== null
}

function anyPair(
  stored: unknown,
  values: Scalar[],
  test: (stored: Scalar, value: Scalar) => boolean,
): boolean {
  const scalars = [stored].flat().filter(isScalar)
  return scalars.some((one) => values.some((value) => test(one, value)))
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isEqual(stored: Scalar, value: Scalar): boolean {
  if (typeof value === 'number') return readNumber(valueText(stored)) === value
  return lower(stored) === lower(value)
}

function areBoth(
  read: (text: string) => number | null,
  stored: Scalar,
  value: Scalar,
  test: (stored: number, value: number) => boolean,
): boolean {
  const [a, b] = [read(valueText(stored)), read(valueText(value))]
  return a !== null && b !== null && test(a, b)
}

function lower(value: Scalar): string {
  return valueText(value).toLowerCase()
}
