import { createRows, derive, type Pool, type Rows } from './pool.ts'

/** The distinct words of each value, as numbers, and how rare each of them is. */
type Words = { rows: Rows; texts: string[]; weights: Float64Array; norms: Float64Array }

const SIMILAR_WORD = 0.75
const SOFT_WORDS_MAX = 14
const DIGIT = /\d/

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
    return { rows: createRows(rows), texts, weights, norms }
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
    else if (isSoft && difference < 0) leftA[countA++] = items[i]!
    else if (isSoft) leftB[countB++] = items[j]!
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  if (countB > 0) for (let at = 0; at < countA; at++) sum += bestOf(leftA[at]!, countB, words)
  return sum / (words.norms[a]! * words.norms[b]!)
}

/** What a word that the other value lacks adds by its likeness to one of `leftB`. */
function bestOf(word: number, count: number, { texts, weights }: Words): number {
  let best = 0
  for (let at = 0; at < count; at++) {
    const other = leftB[at]!
    const similarity = similarityOfWords(texts[word]!, texts[other]!)
    if (similarity >= SIMILAR_WORD) best = Math.max(best, similarity * weights[word]! * weights[other]!)
  }
  return best
}

/** Less than one for a typing error or for a word that begins the other, 0 otherwise; the next number is another thing. */
function similarityOfWords(a: string, b: string): number {
  if (a.charCodeAt(0) !== b.charCodeAt(0) && a.charCodeAt(1) !== b.charCodeAt(1)) return 0
  if (DIGIT.test(a) || DIGIT.test(b)) return 0
  const shorter = Math.min(a.length, b.length)
  const longer = Math.max(a.length, b.length)
  if (shorter < 3) return 0
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const differing = longer - start - end
  return differing <= 2 ? 1 - differing / longer : 0
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
