import { describe, expect, it } from 'vitest'
import { daysIn, isOverdue, whoseLabel } from './deal-facts.ts'

const now = new Date(2026, 10, 24, 9)

describe('what a deal says', () => {
  it('counts whole days, and none for a clock that is behind', () => {
    expect(daysIn('2026-11-20T12:00:00Z', new Date('2026-11-24T11:00:00Z'))).toBe(3)
    expect(daysIn('2026-11-25T12:00:00Z', new Date('2026-11-24T11:00:00Z'))).toBe(0)
  })

  it('is overdue from the day after its expected close, while it is open', () => {
    const due = (expected_close_on: string | null, closed_at: string | null = null) => ({
      expected_close_on,
      closed_at,
    })
    expect(isOverdue(due('2026-11-23'), 'open', now)).toBe(true)
    expect(isOverdue(due('2026-11-24'), 'open', now)).toBe(false)
    expect(isOverdue(due(null), 'open', now)).toBe(false)
    expect(isOverdue(due('2026-11-23', '2026-11-01T00:00:00.000Z'), 'open', now)).toBe(false)
    expect(isOverdue(due('2026-11-23'), 'won', now)).toBe(false)
  })

  it('names the company and the person it is for', () => {
    const company = { id: 'c', name: 'Acme', group_id: 'acme' }
    const person = { id: 'p', name: null, email: 'ada@acme.test' }
    expect(whoseLabel({ company, person })).toBe('Acme · ada@acme.test')
    expect(whoseLabel({ company: null, person })).toBe('ada@acme.test')
  })
})
