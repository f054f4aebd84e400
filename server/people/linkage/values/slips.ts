import { withinDamerau } from '../engine/edit-distance.ts'
import { createPool } from '../engine/pool.ts'

const SHORTEST = 4
const LONG = 8
const PARTS = /[\s,;@._-]+/

/**
 * How many slips of the hand lie between what was typed and a text that it may mean: letters left out, put in, replaced or
 * moved. The last word may not be finished. Null when a typed word is in none of the text's words; a short word and a number
 * have to be right, a long word may have two slips.
 */
export function slipsBetween(typed: string, text: string): number | null {
  const words = partsOf(text)
  const asked = partsOf(typed)
  let slips = 0
  for (const [place, word] of asked.entries()) {
    const least = slipsOfWord(word, words, place === asked.length - 1)
    if (least === null) return null
    slips += least
  }
  return slips
}

function slipsOfWord(word: string, words: string[], isUnfinished: boolean): number | null {
  const most = mostSlips(word)
  for (let slips = 0; slips <= most; slips++) {
    const isMeant = (other: string) =>
      isWithin(word, other, slips) ||
      (isUnfinished && other.length > word.length && isWithin(word, other.slice(0, word.length), slips))
    if (words.some(isMeant)) return slips
  }
  return null
}

function mostSlips(word: string): number {
  if (word.length < SHORTEST || /\d/.test(word)) return 0
  return word.length < LONG ? 1 : 2
}

function isWithin(a: string, b: string, most: number): boolean {
  return a === b || (most > 0 && withinDamerau(createPool([a, b]), [0, 1], most))
}

function partsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(PARTS)
    .filter((part) => part !== '')
}
