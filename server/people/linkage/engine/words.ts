import { createRows, derive, type Pool, type Rows } from './pool.ts'

/** The distinct words of each value, as numbers, how rare each of them is, and whether it can be like another one. */
type Words = {
  rows: Rows
  texts: string[]
  weights: Float64Array
  norms: Float64Array
  mayResemble: Uint8Array
  /** The first two letters of each word. */
  heads: Uint32Array
}

const SIMILAR_WORD = 0.75
const SOFT_WORDS_MAX = 14
const DIGIT = /\d/
const SHORTEST_RESEMBLING = 3
const MOST_DIFFERING = 2

/** The words of all values; a word in `n` of `N` values weighs log(1 + N / n), squared in the norm of a value. */
export function wordsOf(pool: Pool): Words {
  return derive(pool, 'words', (values) => {
    const ids = new Map<string, number>()
    const texts: string[] = []
    const rows = values.map((value) => {
      const distinct = new Set<number>()
      for (const word of value.split(' ')) {
        if (word === '') continue
        const id = ids.get(word) ?? texts.push(word) - 1
        ids.set(word, id)
        distinct.add(id)
      }
      return [...distinct]
    })
    const frequencies = new Int32Array(texts.length)
    for (const row of rows) for (const word of row) frequencies[word]! += 1
    const weights = Float64Array.from(frequencies, (count) => Math.log(1 + values.length / count))
    const norms = Float64Array.from(rows, (row) =>
      Math.sqrt(row.reduce((sum, word) => sum + weights[word]! ** 2, 0)),
    )
    // The next number is another thing.
    const mayResemble = Uint8Array.from(texts, (text) =>
      Number(text.length >= SHORTEST_RESEMBLING && !DIGIT.test(text)),
    )
    const heads = Uint32Array.from(texts, (text) => (text.charCodeAt(0) << 16) | text.charCodeAt(1))
    return { rows: createRows(rows), texts, weights, norms, mayResemble, heads }
  })
}

const leftA = new Int32Array(SOFT_WORDS_MAX)
const leftB = new Int32Array(SOFT_WORDS_MAX)

/**
 * How much of the rare words of two values is shared, 0 to 1: soft TF-IDF cosine (Cohen, Ravikumar and Fienberg 2003).
 * Words that differ by typing errors count in part, as long as there are few of them.
 */
export function sharedWords(pool: Pool, a: number, b: number): number {
  const words = wordsOf(pool)
  const { items, starts } = words.rows
  let i = starts[a]!
  let j = starts[b]!
  const endA = starts[a + 1]!
  const endB = starts[b + 1]!
  const isSoft = endA - i <= SOFT_WORDS_MAX && endB - j <= SOFT_WORDS_MAX
  let countA = 0
  let countB = 0
  let sum = 0
  while (i < endA || j < endB) {
    const difference = (i < endA ? items[i]! : Infinity) - (j < endB ? items[j]! : Infinity)
    if (difference === 0) sum += words.weights[items[i]!]! ** 2
    else if (isSoft && difference < 0) countA = keep(items[i]!, leftA, countA, words)
    else if (isSoft) countB = keep(items[j]!, leftB, countB, words)
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  if (countB > 0) for (let at = 0; at < countA; at++) sum += bestOf(leftA[at]!, countB, words)
  return sum / (words.norms[a]! * words.norms[b]!)
}

/** Puts a word among those that may be like one of the other value; gives how many there are. */
function keep(word: number, kept: Int32Array, count: number, { mayResemble }: Words): number {
  if (mayResemble[word] === 0) return count
  kept[count] = word
  return count + 1
}

/** What a word that the other value lacks adds by its likeness to one of `leftB`. */
function bestOf(word: number, count: number, { texts, weights, heads }: Words): number {
  let best = 0
  for (let at = 0; at < count; at++) {
    const other = leftB[at]!
    const difference = heads[word]! ^ heads[other]!
    if (difference >>> 16 !== 0 && (difference & 0xffff) !== 0) continue
    const similarity = similarityOfWords(texts[word]!, texts[other]!)
    if (similarity >= SIMILAR_WORD) best = Math.max(best, similarity * weights[word]! * weights[other]!)
  }
  return best
}

/** Less than one for a typing error or for a word that begins the other, 0 otherwise. */
function similarityOfWords(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  const longer = Math.max(a.length, b.length)
  if (longer - shorter > MOST_DIFFERING) return 0
  let start = 0
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  const differing = longer - start - end
  return differing <= MOST_DIFFERING ? 1 - differing / longer : 0
}

/** How many items two values have in common, out of those of the shorter list. */
export function sharedItems(pool: Pool, a: number, b: number): number {
  const { rows } = wordsOf(pool)
  let i = rows.starts[a]!
  let j = rows.starts[b]!
  let shared = 0
  while (i < rows.starts[a + 1]! && j < rows.starts[b + 1]!) {
    const difference = rows.items[i]! - rows.items[j]!
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return shared
}
