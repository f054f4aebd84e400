import { derive, type Pool } from './pool.ts'

const LONGEST = 64
const UTF16_CODES = 65_536
/** More than any distance, and far from the end of what a cell holds. */
const FAR = 1 << 30

let rows = new Int32Array((LONGEST + 2) * (LONGEST + 2))
const lastRowOf = new Int32Array(UTF16_CODES)

/** Levenshtein distance of two values: insertions, deletions and replacements. */
export function levenshtein({ codes, starts }: Pool, a: number, b: number): number {
  if (a === b) return 0
  const startA = starts[a]!
  const startB = starts[b]!
  const lengthA = starts[a + 1]! - startA
  const lengthB = starts[b + 1]! - startB
  if (rows.length < lengthB + 1) rows = new Int32Array(2 * (lengthB + 1))
  for (let j = 0; j <= lengthB; j++) rows[j] = j
  for (let i = 1; i <= lengthA; i++) {
    const code = codes[startA + i - 1]
    let diagonal = rows[0]!
    rows[0] = i
    for (let j = 1; j <= lengthB; j++) {
      const above = rows[j]!
      const replaced = diagonal + (codes[startB + j - 1] === code ? 0 : 1)
      rows[j] = Math.min(replaced, above + 1, rows[j - 1]! + 1)
      diagonal = above
    }
  }
  return rows[lengthB]!
}

/** Whether the unrestricted Damerau–Levenshtein distance is at most `most`; most pairs are told apart by a glance. */
export function withinDamerau(pool: Pool, [a, b]: [number, number], most: number): boolean {
  if (a === b) return true
  const lengthA = pool.starts[a + 1]! - pool.starts[a]!
  const lengthB = pool.starts[b + 1]! - pool.starts[b]!
  if (Math.abs(lengthA - lengthB) > most) return false
  const masks = lettersOf(pool)
  const x = masks[a]!
  const y = masks[b]!
  // An edit takes away one letter and brings in one.
  if (countBits(x & ~y) > most || countBits(y & ~x) > most) return false
  if (most === 1) return withinOne(pool, a, b)
  return damerauLevenshtein(pool, [a, b], most) <= most
}

/** Which letters a value has, each by the last five bits of its code. */
function lettersOf(pool: Pool): Int32Array {
  return derive(pool, 'letters', () => {
    const masks = new Int32Array(pool.values.length)
    for (let value = 0; value < masks.length; value++) {
      let mask = 0
      for (let at = pool.starts[value]!; at < pool.starts[value + 1]!; at++)
        mask |= 1 << (pool.codes[at]! & 31)
      masks[value] = mask
    }
    return masks
  })
}

function countBits(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** One insertion, deletion, replacement or swap of neighbours. */
function withinOne(pool: Pool, a: number, b: number): boolean {
  const { codes } = pool
  const { startA, lengthA, startB, lengthB } = differingParts(pool, a, b)
  if (lengthA <= 1 && lengthB <= 1) return true
  return (
    lengthA === 2 &&
    lengthB === 2 &&
    codes[startA] === codes[startB + 1] &&
    codes[startA + 1] === codes[startB]
  )
}

/**
 * Damerau–Levenshtein distance, unrestricted: a swap of neighbours may be edited further (Lowrance and Wagner 1975).
 * Gives up with a larger number when it is certain to be more than `most`; what is further than that from the diagonal
 * costs more and is not looked at (Ukkonen 1985).
 */
export function damerauLevenshtein(pool: Pool, [a, b]: [number, number], most = Infinity): number {
  const { codes } = pool
  const { startA, lengthA, startB, lengthB } = differingParts(pool, a, b)
  if (lengthA === 0 || lengthB === 0) return lengthA + lengthB
  const width = lengthB + 2
  if (rows.length < (lengthA + 2) * width) rows = new Int32Array(2 * (lengthA + 2) * width)
  fillEdges(lengthA, lengthB)
  let formerLeast = 0
  let i = 1
  for (; i <= lengthA; i++) {
    const code = codes[startA + i - 1]!
    const least = fillRow({ codes, startB, lengthB, width, most }, i, code)
    lastRowOf[code] = i
    // A swap reaches back over one row, no cell costs less than the least of the two before it.
    if (least > most && formerLeast > most) break
    formerLeast = least
  }
  for (let at = startA; at < startA + lengthA; at++) lastRowOf[codes[at]!] = 0
  return i <= lengthA ? Infinity : rows[(lengthA + 1) * width + lengthB + 1]!
}

/** Without what both begin and end with. */
function differingParts({ codes, starts }: Pool, a: number, b: number) {
  let startA = starts[a]!
  let startB = starts[b]!
  let endA = starts[a + 1]!
  let endB = starts[b + 1]!
  while (startA < endA && startB < endB && codes[startA] === codes[startB]) {
    startA++
    startB++
  }
  while (startA < endA && startB < endB && codes[endA - 1] === codes[endB - 1]) {
    endA--
    endB--
  }
  return { startA, lengthA: endA - startA, startB, lengthB: endB - startB }
}

type Other = { codes: Uint16Array; startB: number; lengthB: number; width: number; most: number }

/** Gives the least cost in the row. */
function fillRow({ codes, startB, lengthB, width, most }: Other, i: number, code: number): number {
  const from = Math.max(1, i - most)
  const to = Math.min(lengthB, i + most)
  const row = (i + 1) * width + 1
  if (from > 1) rows[row + from - 1] = FAR
  if (to < lengthB) rows[row + to + 1] = FAR
  let lastColumn = 0
  let least = i
  for (let j = from; j <= to; j++) {
    const other = codes[startB + j - 1]!
    const swapRow = lastRowOf[other]!
    const swapColumn = lastColumn
    const equal = code === other
    if (equal) lastColumn = j
    const at = row + j
    let cost = Math.min(
      rows[at - width - 1]! + (equal ? 0 : 1),
      Math.min(rows[at - 1]!, rows[at - width]!) + 1,
    )
    if (Math.abs(swapRow - swapColumn) <= most) {
      const swapped = rows[swapRow * width + swapColumn]! + (i - swapRow) + (j - swapColumn - 1)
      if (swapped < cost) cost = swapped
    }
    rows[at] = cost
    if (cost < least) least = cost
  }
  return least
}

function fillEdges(lengthA: number, lengthB: number): void {
  const width = lengthB + 2
  const far = lengthA + lengthB
  rows[0] = far
  for (let i = 0; i <= lengthA; i++) {
    rows[(i + 1) * width] = far
    rows[(i + 1) * width + 1] = i
  }
  for (let j = 0; j <= lengthB; j++) {
    rows[j + 1] = far
    rows[width + j + 1] = j
  }
}
