import type { LinkageKey, LinkageRule } from '../../../../model/linkage.ts'
import { soundOf } from '../values/sound.ts'
import { fieldNamed } from './comparison.ts'
import { usernameOf } from './level-tests.ts'
import { derivePart, type Rows } from './pool.ts'
import type { Field, Table } from './table.ts'
import { wordsOf } from './words.ts'

/** By record the block it is in, or the blocks when a key has several items; -1 and no row for none. */
export type Blocks = { size: number } & (
  | { groups: Int32Array; rows?: never }
  | { rows: Rows; groups?: never }
)

const DEFAULT_LENGTH = 4

/** The blocks of a rule: two records are in one when they share all of its keys. Without keys, all records are. */
export function blocksOf(table: Table, rule: LinkageRule): Blocks {
  const single = rule.filter(({ part }) => part !== 'words' && part !== 'items')
  const groups = single.reduce<Groups>((former, key) => combine(former, groupsOf(table, key)), {
    ids: new Int32Array(table.size),
    size: 1,
  })
  const several = rule.find(({ part }) => part === 'words' || part === 'items')
  return several
    ? blocksOfWords(fieldNamed(table, several.field), groups)
    : { groups: groups.ids, size: groups.size }
}

type Groups = { ids: Int32Array; size: number }

function groupsOf(table: Table, key: LinkageKey): Groups {
  const field = fieldNamed(table, key.field)
  const own = groupsOfField(field, key)
  if (key.other === undefined) return own
  return combineUnordered(own, groupsOfField(fieldNamed(table, key.other), key))
}

function groupsOfField({ pool, ids }: Field, key: LinkageKey): Groups {
  if (key.part === 'whole') return { ids, size: pool.values.length }
  const length = key.length ?? DEFAULT_LENGTH
  const part = derivePart(pool, `${key.part} ${length}`, (value) => partOf(value, key.part, length))
  return { ids: ids.map((id) => (id < 0 ? -1 : part.ids[id]!)), size: part.pool.values.length }
}

function partOf(value: string, part: LinkageKey['part'], length: number): string {
  switch (part) {
    case 'start':
      return value.slice(0, length)
    case 'end':
      return value.slice(-length)
    case 'sound':
      return soundOf(value)
    case 'username':
      return usernameOf(value)
    case 'year':
      return value.slice(0, 4)
    case 'month_day':
      return value.slice(4)
    case 'whole':
    case 'words':
    case 'items':
      return value
  }
}

/** Groups of records that are together in both. */
function combine(a: Groups, b: Groups): Groups {
  if (a.size === 1) return { ids: b.ids.map((id, record) => (a.ids[record]! < 0 ? -1 : id)), size: b.size }
  const numbering = createNumbering(a.ids.length)
  const ids = a.ids.map((x, record) => {
    const y = b.ids[record]!
    return x < 0 || y < 0 ? -1 : numbering.numberOf(x, y)
  })
  return { ids, size: numbering.size() }
}

/** Groups of records that have the same two values, in whichever of the two fields. */
function combineUnordered(a: Groups, b: Groups): Groups {
  const numbering = createNumbering(a.ids.length)
  const ids = a.ids.map((x, record) => {
    const y = b.ids[record]!
    return x < 0 || y < 0 ? -1 : numbering.numberOf(Math.min(x, y), Math.max(x, y))
  })
  return { ids, size: numbering.size() }
}

/** Numbers pairs of numbers from 0 in the order in which they come: a hash table of at most half its size. */
function createNumbering(most: number) {
  const bits = Math.max(8, Math.ceil(Math.log2(most + 1)) + 1)
  const mask = 2 ** bits - 1
  const slots = new Int32Array(mask + 1).fill(-1)
  const firsts: Int32Array = new Int32Array(most)
  const seconds = new Int32Array(most)
  let size = 0
  return {
    size: () => size,
    numberOf(a: number, b: number): number {
      let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - bits)
      for (;;) {
        const number = slots[slot]!
        if (number < 0) break
        if (firsts[number] === a && seconds[number] === b) return number
        slot = (slot + 1) & mask
      }
      firsts[size] = a
      seconds[size] = b
      slots[slot] = size
      return size++
    },
  }
}

/** One block a word, or a word and what the other keys say. */
function blocksOfWords({ pool, ids }: Field, base: Groups): Blocks {
  const { rows, texts } = wordsOf(pool)
  const starts = new Int32Array(ids.length + 1)
  ids.forEach((id, record) => {
    const count = id < 0 || base.ids[record]! < 0 ? 0 : rows.starts[id + 1]! - rows.starts[id]!
    starts[record + 1] = starts[record]! + count
  })
  const items = new Int32Array(starts[ids.length]!)
  const numbering = base.size > 1 ? createNumbering(items.length) : null
  ids.forEach((id, record) => {
    const start = starts[record]!
    for (let at = start; at < starts[record + 1]!; at++) {
      const word = rows.items[rows.starts[id]! + at - start]!
      items[at] = numbering ? numbering.numberOf(base.ids[record]!, word) : word
    }
    if (numbering) items.subarray(start, starts[record + 1]).sort()
  })
  return { rows: { starts, items }, size: numbering ? numbering.size() : texts.length }
}
