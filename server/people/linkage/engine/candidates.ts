import type { LinkageRule } from '../../../../model/linkage.ts'
import { blocksOf, type Blocks } from './keys.ts'
import type { Table } from './table.ts'

/** Blocks with more pairs than this are left out: what so many share says little, and comparing them takes hours. */
const MAX_BLOCK = 3_000
/** A word that more records have is none to look for candidates by. */
const MAX_WORD_BLOCK = 80

export type Visit = (left: number, right: number) => void

/** Blocks of a rule, with their members behind each other. */
export type PreparedRule = {
  blocks: Blocks
  members: Int32Array
  starts: Int32Array
  /** How many pairs share a block; one that shares several counts for each. */
  pairs: number
  /** Blocks that were left out because they are too large, and how many records they have. */
  skipped: { blocks: number; records: number }
}

/** Sorts records into the blocks of a rule, and leaves out those that are too large. */
export function prepareRule(table: Table, rule: LinkageRule): PreparedRule {
  const blocks = blocksOf(table, rule)
  const ownLimit = rule.find(({ most }) => most !== undefined)?.most
  const limit = rule.length === 0 ? Infinity : blocks.rows ? (ownLimit ?? MAX_WORD_BLOCK) : MAX_BLOCK
  const starts = new Int32Array(blocks.size + 1)
  eachMembership(blocks, (_record, block) => starts[block + 1]!++)
  const skipped = { blocks: 0, records: 0 }
  let pairs = 0
  for (let block = 0; block < blocks.size; block++) {
    const count = starts[block + 1]!
    if (count > limit) {
      skipped.blocks += 1
      skipped.records += count
    } else pairs += (count * (count - 1)) / 2
    starts[block + 1] = starts[block]! + (count > limit ? 0 : count)
  }
  const members = new Int32Array(starts[blocks.size]!)
  const next = starts.slice()
  eachMembership(blocks, (record, block, index) => {
    if (starts[block] === starts[block + 1]) return leaveOut(blocks, index)
    members[next[block]!] = record
    next[block]! += 1
  })
  return { blocks, members, starts, pairs, skipped }
}

function eachMembership(
  { groups, rows }: Blocks,
  visit: (record: number, block: number, index: number) => void,
) {
  if (groups) {
    groups.forEach((block, record) => {
      if (block >= 0) visit(record, block, record)
    })
    return
  }
  for (let record = 0; record + 1 < rows.starts.length; record++) {
    for (let at = rows.starts[record]!; at < rows.starts[record + 1]!; at++) {
      if (rows.items[at]! >= 0) visit(record, rows.items[at]!, at)
    }
  }
}

/** So that a later rule does not believe that the pair was met here. Which rows are left is still in order. */
function leaveOut({ groups, rows }: Blocks, index: number): void {
  if (groups) groups[index] = -1
  else rows.items[index] = -1
}

/** Visits each pair of records that share a block of some rule once, the smaller record number first. */
export function eachCandidate(rules: readonly PreparedRule[], visit: Visit): void {
  eachNewPair(
    rules,
    ({ members, starts }, block, visitPair) => {
      const end = starts[block + 1]!
      for (let i = starts[block]!; i < end; i++)
        for (let j = i + 1; j < end; j++) visitPair(members[i]!, members[j]!)
    },
    visit,
  )
}

/** The same for pairs of which at least one record is among `wanted`. */
export function eachCandidateOf(wanted: Uint8Array, rules: readonly PreparedRule[], visit: Visit): void {
  eachNewPair(
    rules,
    ({ members, starts }, block, visitPair) => {
      const inBlock = members.subarray(starts[block]!, starts[block + 1]!)
      for (const one of inBlock) {
        if (wanted[one] === 0) continue
        for (const other of inBlock) {
          if (other > one) visitPair(one, other)
          else if (other < one && wanted[other] === 0) visitPair(other, one)
        }
      }
    },
    visit,
  )
}

type EachInBlock = (rule: PreparedRule, block: number, visit: Visit) => void

/** A pair that shares several blocks, or the blocks of several rules, is visited in the first of them. */
function eachNewPair(rules: readonly PreparedRule[], eachInBlock: EachInBlock, visit: Visit): void {
  rules.forEach((rule, index) => {
    const former = rules.slice(0, index).map(({ blocks }) => metIn(blocks))
    const isFirst = rule.blocks.rows ? firstSharedBlock(rule.blocks.rows) : null
    for (let block = 0; block < rule.blocks.size; block++) {
      eachInBlock(rule, block, (left, right) => {
        if (isFirst && isFirst(left, right) !== block) return
        if (!wasMet(former, left, right)) visit(left, right)
      })
    }
  })
}

type Met = (left: number, right: number) => boolean

function wasMet(former: Met[], left: number, right: number): boolean {
  for (const met of former) if (met(left, right)) return true
  return false
}

function metIn({ groups, rows }: Blocks): Met {
  if (groups) return (left, right) => groups[left]! >= 0 && groups[left] === groups[right]
  const shared = firstSharedBlock(rows)
  return (left, right) => shared(left, right) >= 0
}

/** The first block of both records, -1 for none. */
function firstSharedBlock({ starts, items }: NonNullable<Blocks['rows']>) {
  return (left: number, right: number): number => {
    let i = starts[left]!
    let j = starts[right]!
    const endI = starts[left + 1]!
    const endJ = starts[right + 1]!
    while (i < endI && j < endJ) {
      const a = items[i]!
      const b = items[j]!
      if (a === b && a >= 0) return a
      if (a < 0 || a < b) i++
      if (b < 0 || b <= a) j++
    }
    return -1
  }
}
