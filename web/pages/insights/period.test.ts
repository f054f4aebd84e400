import { describe, expect, it } from 'vitest'
import { periodName, periodOf, shifted, unitOf } from './period.ts'

const may = new Date('2026-05-31T23:30:00Z')

describe('the period of a report', () => {
  it('is a whole month, quarter or year', () => {
    expect(periodOf('month', 0, may)).toEqual({ from: '2026-05-01', to: '2026-05-31' })
    expect(periodOf('quarter', 0, may)).toEqual({ from: '2026-04-01', to: '2026-06-30' })
    expect(periodOf('year', -1, may)).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  })
  it('goes back and forth over the turn of the year', () => {
    expect(shifted({ from: '2026-01-01', to: '2026-03-31' }, -1)).toEqual({
      from: '2025-10-01',
      to: '2025-12-31',
    })
    expect(shifted({ from: '2026-01-31', to: '2026-02-01' }, 1)).toEqual({
      from: '2026-02-02',
      to: '2026-02-03',
    })
  })
  it('is called what people call it', () => {
    expect(periodName({ from: '2026-04-01', to: '2026-06-30' })).toBe('Q2 2026')
    expect(periodName({ from: '2024-01-01', to: '2024-12-31' })).toBe('2024')
    expect(unitOf({ from: '2026-04-01', to: '2026-06-29' })).toBeNull()
  })
})
