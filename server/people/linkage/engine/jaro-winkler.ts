import type { Pool } from './pool.ts'

const PREFIX_MAX = 4
const PREFIX_SCALE = 0.1
const BOOST_FROM = 0.7
const MASK_BITS = 32

let taken = new Uint8Array(256)

/** Jaro–Winkler similarity of two values, 0 to 1 (Winkler 1990: a common start counts from a similarity of 0.7). */
export function jaroWinkler({ codes, starts }: Pool, a: number, b: number): number {
  if (a === b) return 1
  const startA = starts[a]!
  const startB = starts[b]!
  const lengthA = starts[a + 1]! - startA
  const lengthB = starts[b + 1]! - startB
  if (lengthA === 0 || lengthB === 0) return 0
  // The shorter one first, as the matches are marked in the longer one.
  const similarity =
    lengthA <= lengthB
      ? jaro(codes, [startA, lengthA, startB, lengthB])
      : jaro(codes, [startB, lengthB, startA, lengthA])
  if (similarity < BOOST_FROM) return similarity
  const most = Math.min(PREFIX_MAX, lengthA, lengthB)
  let prefix = 0
  while (prefix < most && codes[startA + prefix] === codes[startB + prefix]) prefix++
  return similarity + prefix * PREFIX_SCALE * (1 - similarity)
}

type Spans = [startA: number, lengthA: number, startB: number, lengthB: number]

function jaro(codes: Uint16Array, spans: Spans): number {
  return spans[3] <= MASK_BITS ? jaroInBits(codes, spans) : jaroOfLong(codes, spans)
}

function jaroInBits(codes: Uint16Array, [startA, lengthA, startB, lengthB]: Spans): number {
  const reach = Math.max((lengthB >> 1) - 1, 0)
  let takenA = 0
  let takenB = 0
  let matches = 0
  for (let i = 0; i < lengthA; i++) {
    const code = codes[startA + i]
    const to = Math.min(i + reach, lengthB - 1)
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (codes[startB + j] !== code || ((takenB >>> j) & 1) !== 0) continue
      takenB |= 1 << j
      takenA |= 1 << i
      matches++
      break
    }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < lengthA; i++) {
    if (((takenA >>> i) & 1) === 0) continue
    while (((takenB >>> j) & 1) === 0) j++
    if (codes[startA + i] !== codes[startB + j]) moved++
    j++
  }
  return similarityOf(matches, moved, lengthA, lengthB)
}

function jaroOfLong(codes: Uint16Array, [startA, lengthA, startB, lengthB]: Spans): number {
  if (taken.length < lengthA + lengthB) taken = new Uint8Array(2 * (lengthA + lengthB))
  taken.fill(0, 0, lengthA + lengthB)
  const reach = Math.max((lengthB >> 1) - 1, 0)
  let matches = 0
  for (let i = 0; i < lengthA; i++) {
    const to = Math.min(i + reach, lengthB - 1)
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (codes[startB + j] !== codes[startA + i] || taken[lengthA + j] === 1) continue
      taken[lengthA + j] = 1
      taken[i] = 1
      matches++
      break
    }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < lengthA; i++) {
    if (taken[i] === 0) continue
    while (taken[lengthA + j] === 0) j++
    if (codes[startA + i] !== codes[startB + j]) moved++
    j++
  }
  return similarityOf(matches, moved, lengthA, lengthB)
}

function similarityOf(matches: number, moved: number, lengthA: number, lengthB: number): number {
  return (matches / lengthA + matches / lengthB + (matches - (moved >> 1)) / matches) / 3
}
