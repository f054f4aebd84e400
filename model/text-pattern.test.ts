import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPattern } from './text-pattern.ts'

describe('patterns for whole values', () => {
  it.each([
    ['[0\\-\\s]*', '00-0', true],
    ['^[0-]*$', '0000-000', true],
    ['[0-]*', '01', false],
    ['no-?reply@.*', 'NoReply@shop.com', true],
    ['test\\d+', 'test', false],
    ['test\\d+', 'test42', true],
    ['[^a-c]x?', 'dx', true],
    ['[^a-c]x?', 'a', false],
    ['a\\.b', 'a.b', true],
    ['a\\.b', 'axb', false],
  ])('%s on %s says %s', (pattern, value, expected) => {
    expect(readPattern(pattern)?.(value)).toBe(expected)
  })

  it.each(['(a+)+', 'a|b', '[a', '*', 'a**', '\\', 'a{3}', '', '[z-a]'])('%s is none', (pattern) => {
    expect(readPattern(pattern)).toBeNull()
  })

  it('mean the same as regular expressions of the same letters', () => {
    const part = fc.tuple(
      fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d'),
      fc.constantFrom('', '*', '+', '?'),
    )
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.flat().join(''))
    const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 8 })
    fc.assert(
      fc.property(pattern, value, (text, one) => {
        expect(readPattern(text)?.(one)).toBe(new RegExp(`^${text}$`).test(one))
      }),
    )
  })

  it('take no time over what makes others hang', () => {
    const nasty = readPattern('a*a*a*a*a*a*a*a*a*a*a*a*b')
    expect(nasty?.('a'.repeat(500))).toBe(false)
  })
})
