import { describe, expect, it } from 'vitest'
import { limitText, linesOf, moved, ruleName } from './rule-words.ts'

describe('the words of identity rules', () => {
  it('say how many values a person may have, and within which time', () => {
    expect(limitText({ limit: 1, within: 'ever' })).toBe('1')
    expect(limitText({ limit: 5, within: 'week' })).toBe('5 new within 7 days')
  })
  it('call the row for all other types by what it is', () => {
    expect([ruleName('*'), ruleName('user_id')]).toEqual(['Any other identifier', 'User ID'])
  })
})

describe('reordering', () => {
  it('moves an entry up or down and keeps all others in their order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
    expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c'])
  })
})

describe('lines of a field', () => {
  it('are read without spaces, empty lines and repetitions', () => {
    expect(linesOf(' null \n\nnull\nguest')).toEqual(['null', 'guest'])
  })
})
