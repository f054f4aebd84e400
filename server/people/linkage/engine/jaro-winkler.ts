import type { Pool } from './pool.ts'

const PREFIX_MAX = 4
const PREFIX_SCALE = 0.1
const BOOST_FROM = 0.7
const UTF16_CODES = 65_536
const NONE = -1

/** By letter: its first place that may still be taken. */
const firstPlace = new Int32Array(UTF16_CODES).fill(NONE)
/** By place: the next one of the same letter. */
let nextPlace = new Int32Array(256)
let isTaken = new Uint8Array(256)
/** The letters of the shorter value that were found in the longer one, in order. */
let matched = new Uint16Array(256)

/** Jaro–Winkler similarity of two values, 0 to 1 (Winkler 1990: a common start counts from a similarity of 0.7). */
export function jaroWinkler({ codes, starts }: Pool, a: number, b: number): number {
  if (a === b) return 1
  const startA = starts[a]!
  const startB = starts[b]!
  const lengthA = starts[a + 1]! - startA
  const lengthB = starts[b + 1]! - startB
  if (lengthA === 0 || lengthB === 0) return 0
  // The shorter one first: its letters look for theirs in the longer one.
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

/**
 * Each letter of A takes the first place of B within reach that holds it and is free. What is before the reach of one is
 * before that of all that follow, so the free places of a letter are a list that is only gone through once.
 */
function jaro(codes: Uint16Array, [startA, lengthA, startB, lengthB]: Spans): number {
  listPlaces(codes, startB, lengthB)
  const reach = Math.max((lengthB >> 1) - 1, 0)
  let matches = 0
  for (let i = 0; i < lengthA; i++) {
    const code = codes[startA + i]!
    let place = firstPlace[code]!
    while (place !== NONE && place < i - reach) place = nextPlace[place]!
    if (place !== NONE && place <= i + reach) {
      isTaken[place] = 1
      matched[matches++] = code
      place = nextPlace[place]!
    }
    firstPlace[code] = place
  }
  let moved = 0
  for (let j = 0, at = 0; j < lengthB; j++) {
    const code = codes[startB + j]!
    firstPlace[code] = NONE
    if (isTaken[j] === 1 && matched[at++] !== code) moved++
  }
  return matches === 0 ? 0 : similarityOf(matches, moved, lengthA, lengthB)
}

function listPlaces(codes: Uint16Array, start: number, length: number): void {
  if (nextPlace.length < length) makeRoom(2 * length)
  for (let j = length - 1; j >= 0; j--) {
    const code = codes[start + j]!
    nextPlace[j] = firstPlace[code]!
    firstPlace[code] = j
    isTaken[j] = 0
  }
}

function makeRoom(length: number): void {
  nextPlace = new Int32Array(length)
  isTaken = new Uint8Array(length)
  matched = new Uint16Array(length)
}

function similarityOf(matches: number, moved: number, lengthA: number, lengthB: number): number {
  return (matches / lengthA + matches / lengthB + (matches - (moved >> 1)) / matches) / 3
}
