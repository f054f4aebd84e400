import { describe, expect, it } from 'vitest'
import { initialsOf, stableTint } from './colours.ts'
import { groupByDay } from './group-by-day.ts'
import { newPassword } from './new-password.ts'
import { identifierTypeName, personLabel } from './people.ts'
import { niceCeiling } from './scale.ts'
import { snippetsFor } from './snippets.ts'

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Ada King Lovelace', 'AL'],
    ['ada@example.com', 'A'],
    ['محمد علي', 'مع'],
    ['Customer 12680', 'C'],
    ['12680', '1'],
    ['😀', '·'],
    ['', '·'],
  ])('of "%s" are %s', (name, letters) => {
    expect(initialsOf(name)).toBe(letters)
  })
})

describe('tints', () => {
  it('stay the same for the same person', () => {
    expect(stableTint('a-person')).toBe(stableTint('a-person'))
  })
  it('differ between people', () => {
    expect(new Set(Array.from({ length: 50 }, (_, n) => stableTint(`person-${n}`))).size).toBeGreaterThan(4)
  })
})

describe('the name of a person', () => {
  const id = '0c5a8f9e-0000-4000-8000-000000000000'
  it('is the name, else the e-mail, else the best identifier', () => {
    expect(personLabel({ id, name: 'Ada', email: 'a@b.c' })).toBe('Ada')
    expect(personLabel({ id, name: null, email: 'a@b.c' })).toBe('a@b.c')
    expect(personLabel({ id, identifier: { type: 'user_id', value: 'u-1' } })).toBe('u-1')
  })
  it('says that nobody knows an anonymous visitor', () => {
    expect(personLabel({ id, identifier: { type: 'anonymous_id', value: 'abcdefghij' } })).toBe(
      'Anonymous abcdef',
    )
    expect(personLabel({ id })).toBe('Anonymous 0c5a8f')
  })
})

describe('types of identifiers', () => {
  it('read as words', () => {
    expect(identifierTypeName('anonymous_id')).toBe('Anonymous ID')
    expect(identifierTypeName('email')).toBe('Email')
  })
})

describe('timelines', () => {
  it('have a group for each day', () => {
    const at = (day: number) => ({ at: new Date(2026, 10, day, 12).toISOString() })
    expect(groupByDay([at(3), at(3), at(2)]).map(({ items }) => items.length)).toEqual([2, 1])
  })
})

describe('axes', () => {
  it.each([
    [0, 2],
    [87, 100],
    [1_230, 1_600],
    [4_100, 5_000],
    [10_000, 10_000],
  ])('that must reach %i end at %i', (value, top) => {
    expect(niceCeiling(value)).toBe(top)
  })
})

describe('first passwords', () => {
  it('are long and never the same', () => {
    expect(newPassword()).toMatch(/^(\w{6}-){2}\w{6}$/)
    expect(newPassword()).not.toBe(newPassword())
  })
})

describe('snippets', () => {
  it('all carry the write key and the address', () => {
    for (const { code } of snippetsFor('https://kith.example.com', 'the-key')) {
      expect(code).toContain('the-key')
      expect(code).toContain('kith.example.com')
    }
  })
  it('are three lines for a web page', () => {
    expect(snippetsFor('https://kith.example.com', 'the-key')[0]?.code.split('\n')).toHaveLength(3)
  })
})
