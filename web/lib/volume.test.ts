import { describe, expect, it } from 'vitest'
import type { Volume } from '../../model/home.ts'
import { volumeBars, volumeQuery } from './volume.ts'

const now = new Date('2026-11-24T12:34:56Z')

describe('the question for a picture of events', () => {
  it('ends with the present hour and reaches back seven days before the day shown', () => {
    expect(volumeQuery('day', now)).toEqual({
      interval: 'hour',
      from: '2026-11-16T13:00:00.000Z',
      to: '2026-11-24T13:00:00.000Z',
    })
  })
  it('counts whole months', () => {
    expect(volumeQuery('year', now)).toEqual({
      interval: 'month',
      from: '2024-12-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
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

  it('show the last range only', () => {
    const bars = volumeBars(hours(Array.from({ length: 72 }, (_, hour) => hour)), 'day')
    expect(bars.map((bar) => bar.value)).toEqual(Array.from({ length: 24 }, (_, hour) => 48 + hour))
    expect(bars[0]?.bad).toBe(1)
  })
  it('carry the median of the same hour on the days before', () => {
    const days = [10, 30, 20, 99].flatMap((count) => Array.from({ length: 24 }, () => count))
    expect(volumeBars(hours(days), 'day')[0]?.usual).toBe(20)
  })
  it('take the middle of two', () => {
    const days = [10, 20, 99].flatMap((count) => Array.from({ length: 24 }, () => count))
    expect(volumeBars(hours(days), 'day')[0]?.usual).toBe(15)
  })
  it('know no usual before the first event', () => {
    const days = [0, 0, 5].flatMap((count) => Array.from({ length: 24 }, () => count))
    expect(volumeBars(hours(days), 'day').every((bar) => bar.usual === null)).toBe(true)
  })
})
