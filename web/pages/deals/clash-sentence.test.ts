import { expect, it } from 'vitest'
import { clashSentence } from './clash-sentence.ts'

const now = new Date('2026-03-10T12:01:00Z')
const change = { field: 'amount', from: 10, to: 20, by: 'Ana', at: '2026-03-10T12:00:00Z' }

it('says who changed what, to what and when', () => {
  expect(clashSentence([change], now)).toBe('Ana changed the amount to 20 1 minute ago.')
})

it('tells of each field once, as it was left', () => {
  const later = { ...change, to: 30, by: 'Bo' }
  expect(clashSentence([later, change], now)).toBe('Bo changed the amount to 30 1 minute ago.')
})

it('says at least that there was somebody', () => {
  expect(clashSentence([], now)).toContain('Somebody else')
})
