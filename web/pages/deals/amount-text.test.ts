import { describe, expect, it } from 'vitest'
import { amountProblem, readAmount } from './amount-text.ts'

describe('a typed amount', () => {
  it('may have separators between the thousands, and may be missing', () => {
    expect(['1250', '1,250.50', ' 1 250 ', '1’250', '0', ''].map(readAmount)).toEqual([
      1250,
      1250.5,
      1250,
      1250,
      0,
      null,
    ])
  })

  it('is refused when it is no number, negative or beyond all measure', () => {
    expect(['', '12', '0.5'].map(amountProblem)).toEqual([null, null, null])
    for (const wrong of ['abc', '-5', '1e16', '1.2.3'])
      expect(amountProblem(wrong)).toContain('Write a number')
  })
})
