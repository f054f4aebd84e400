import fc from 'fast-check'
import talismanJaroWinkler from 'talisman/metrics/jaro-winkler.js'
import talismanLevenshtein from 'talisman/metrics/levenshtein.js'
import { describe, expect, it } from 'vitest'
import { damerauLevenshtein, levenshtein, withinDamerau } from './edit-distance.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { createPool } from './pool.ts'

// Few letters, so that matches, swaps and repetitions are common; some texts too long for one machine word.
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 9 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ß'), minLength: 25, maxLength: 45 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
)
const shortText = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), minLength: 1, maxLength: 7 })
const RUNS = { numRuns: 3_000 }

describe('distances of strings', () => {
  it('give the Jaro–Winkler similarity that talisman gives, which is that of DuckDB', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const expected = talismanJaroWinkler(a, b)
        expect(jaroWinkler(createPool([a, b]), 0, a === b ? 0 : 1)).toBeCloseTo(expected, 12)
      }),
      RUNS,
    )
  })

  it('give the Levenshtein distance that talisman gives', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(levenshtein(createPool([a, b]), 0, 1)).toBe(talismanLevenshtein(a, b))
      }),
      RUNS,
    )
  })

  it('give the unrestricted Damerau–Levenshtein distance, by its definition', () => {
    fc.assert(
      fc.property(shortText, shortText, (a, b) => {
        expect(damerauLevenshtein(createPool([a, b]), [0, 1])).toBe(naiveDamerau(a, b))
      }),
      RUNS,
    )
  })

  it('know without the whole distance whether it is within a bound', () => {
    fc.assert(
      fc.property(shortText, shortText, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
        const isWithin = naiveDamerau(a, b) <= most
        expect(withinDamerau(createPool([a, b]), [0, 1], most)).toBe(isWithin)
      }),
      RUNS,
    )
  })
})

/** Every way to swap two letters with edits between them is tried. */
function naiveDamerau(a: string, b: string): number {
  const rows: number[][] = []
  for (let i = 0; i <= a.length; i++) {
    rows.push([])
    for (let j = 0; j <= b.length; j++) rows[i]!.push(least(i, j))
  }
  return rows[a.length]![b.length]!

  function least(i: number, j: number): number {
    if (i === 0 || j === 0) return i + j
    let best = Math.min(
      rows[i - 1]![j]! + 1,
      rows[i]![j - 1]! + 1,
      rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
    )
    for (let k = 1; k < i; k++) {
      for (let l = 1; l < j; l++) {
        const isSwap = a[k - 1] === b[j - 1] && a[i - 1] === b[l - 1]
        if (isSwap) best = Math.min(best, rows[k - 1]![l - 1]! + (i - k - 1) + 1 + (j - l - 1))
      }
    }
    return best
  }
}
