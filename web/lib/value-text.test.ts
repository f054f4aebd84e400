import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseValue, parseValues, valueText, valueTexts } from './value-text.ts'

describe('typed values', () => {
  it('tells numbers, truth values and texts apart', () => {
    expect(['100', '-0.5', 'true', 'Vienna', '1e400', '007', ''].map(parseValue)).toEqual([
      100,
      -0.5,
      true,
      'Vienna',
      '1e400',
      '007',
      '',
    ])
  })

  it('takes what is in quotes as a text', () => {
    expect(parseValue('"100"')).toBe('100')
    expect(valueText('100')).toBe('"100"')
    expect(valueText('Vienna')).toBe('Vienna')
  })

  it('reads back whatever it wrote', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n || 0),
    )
    fc.assert(
      fc.property(scalar, (value) => {
        expect(parseValue(valueText(value))).toEqual(value)
      }),
    )
  })

  it('keeps one value alone and several as a list', () => {
    expect(parseValues(['a'])).toBe('a')
    expect(parseValues(['a', ' ', '2'])).toEqual(['a', 2])
    expect(parseValues([''])).toBeUndefined()
    expect(valueTexts(['a', 2])).toEqual(['a', '2'])
    expect(valueTexts(undefined)).toEqual([])
  })
})
