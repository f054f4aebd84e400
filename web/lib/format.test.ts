import { describe, expect, it } from 'vitest'
import {
  boundedNumber,
  counted,
  date,
  dayName,
  duration,
  money,
  plainValue,
  relativeTime,
  shortMoney,
} from './format.ts'

const now = new Date('2026-11-24T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

describe('relative time', () => {
  it('calls the last ten seconds "just now"', () => {
    expect(relativeTime(ago(9), now)).toBe('just now')
  })
  it.each([
    [45, '45 seconds ago'],
    [5 * 60, '5 minutes ago'],
    [3 * 3600, '3 hours ago'],
    [26 * 3600, 'yesterday'],
    [10 * 24 * 3600, 'last week'],
    [70 * 24 * 3600, '2 months ago'],
    [800 * 24 * 3600, '2 years ago'],
  ])('says %i seconds as "%s"', (seconds, words) => {
    expect(relativeTime(ago(seconds), now)).toBe(words)
  })
  it('knows the future', () => {
    expect(relativeTime(ago(-7200), now)).toBe('in 2 hours')
  })
})

describe('dates', () => {
  it('keep a plain day that day in every time zone', () => {
    expect(date('2026-11-24')).toContain('24')
  })
  it('name today and yesterday', () => {
    expect(dayName(now, now)).toBe('Today')
    expect(dayName(ago(24 * 3600), now)).toBe('Yesterday')
  })
  it('name the year only when it is another', () => {
    expect(dayName('2026-03-02T12:00:00Z', now)).not.toContain('2026')
    expect(dayName('2025-03-02T12:00:00Z', now)).toContain('2025')
  })
})

describe('numbers', () => {
  it('show where counting stopped', () => {
    expect(boundedNumber({ count: 10_000, more: true })).toBe('10,000+')
    expect(boundedNumber({ count: 12, more: false })).toBe('12')
  })
  it('agree with their noun', () => {
    expect(counted(1, 'deal')).toBe('1 deal')
    expect(counted(2, 'person', 'people')).toBe('2 people')
  })
  it('show whole amounts of money without decimals and others with two', () => {
    expect(money(1200, 'EUR')).toBe('€1,200')
    expect(money(1200.5, 'EUR')).toBe('€1,200.50')
  })
  it('shorten large amounts', () => {
    expect(shortMoney(1_234_000, 'USD')).toBe('$1.2M')
  })
  it('write an impossible currency as it is given', () => {
    expect(money(5, 'not one')).toBe('5 not one')
  })
  it.each([
    [0.421, '0.42 ms'],
    [12.3, '12 ms'],
    [1300, '1.3 s'],
    [240_000, '4 min'],
  ])('say %f milliseconds as %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words)
  })
})

describe('values of traits', () => {
  it.each([
    [null, '–'],
    [true, 'Yes'],
    ['text', 'text'],
    [12345.5, '12345.5'],
    [{ a: 1 }, '{"a":1}'],
  ])('%j reads %s', (value, words) => {
    expect(plainValue(value)).toBe(words)
  })
})
