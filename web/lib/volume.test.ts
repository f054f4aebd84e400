import { describe, expect, it } from 'vitest'
import type { Volume } from '../../model/home.ts'
import { volumeBars, volumeQueries } from './volume.ts'

const now = new Date('2026-11-24T12:34:56Z')

describe('the questions for a picture of events', () => {
  it('are the last 24 hours and the seven days before them', () => {
    expect(volumeQueries('day', now)).toEqual({
      shown: { interval: 'hour', from: '2026-11-23T13:00:00.000Z', to: '2026-11-24T13:00:00.000Z' },
      before: { interval: 'hour', from: '2026-11-16T13:00:00.000Z', to: '2026-11-23T13:00:00.000Z' },
    })
  })
  it('count whole months', () => {
    expect(volumeQueries('year', now)).toEqual({
      shown: { interval: 'month', from: '2025-12-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
      before: { interval: 'month', from: '2024-12-01T00:00:00.000Z', to: '2025-12-01T00:00:00.000Z' },
    })
  })
})

describe('the bars of a picture', () => {
  const hours = (stored: number[]): Volume => ({
    interval: 'hour',
    from: '',
    to: '',
    top: [],
    points: stored.map((count, hour) => ({
      at: new Date(hour * 3_600_000).toISOString(),
      stored: count,
      dropped: 1,
    })),
  })
  const days = (counts: number[]) => hours(counts.flatMap((count) => Array.from({ length: 24 }, () => count)))
  const today = hours(Array.from({ length: 24 }, (_, hour) => hour))

  it('count what was stored and what was dropped', () => {
    const bars = volumeBars(today, undefined)
    expect(bars.map((bar) => bar.value)).toEqual(Array.from({ length: 24 }, (_, hour) => hour))
    expect(bars[0]).toMatchObject({ bad: 1, usual: null })
  })
  it('carry the median of the same hour on the days before', () => {
    expect(volumeBars(today, days([10, 30, 20]))[7]?.usual).toBe(20)
  })
  it('take the middle of two', () => {
    expect(volumeBars(today, days([10, 20]))[7]?.usual).toBe(15)
  })
  it('know no usual from before the first event', () => {
    expect(volumeBars(today, days([0, 0]))[7]?.usual).toBeNull()
    expect(volumeBars(today, days([0, 0, 5]))[7]?.usual).toBe(5)
  })
})
