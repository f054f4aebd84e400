import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { volumeIntervals } from '../../model/home.ts'
import { openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { eventNames } from './event-names.ts'
import { eventVolume } from './event-volume.ts'
import { pointsBetween } from './volume-points.ts'

// The warehouse forgets what was dropped long ago, so the days of this test are of last month.
const MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1))
  .toISOString()
  .slice(0, 7)
const iso = (time: string) => `${MONTH}-${time}.000Z`
const at = (time: string) => Date.parse(`${MONTH}-${time}Z`)
const HOUR_MS = 3_600_000
const LONGEST_MS = { minute: 60_000, hour: HOUR_MS, day: 24 * HOUR_MS, month: 31 * 24 * HOUR_MS }

describe('counting events', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform()
    const row = (time: string, event: string, type = 'track') => ({
      timestamp: at(time),
      event,
      type,
      message_id: randomUUID(),
    })
    await platform.warehouse.insert('events', [
      row('01T22:59:59.999', 'too early'),
      row('01T23:00:00', 'Signed Up'),
      row('01T23:59:59.999', 'Order Completed'),
      row('02T00:00:00', 'Order Completed'),
      row('02T02:10:00', '', 'identify'),
      row('02T03:00:00', 'too late'),
    ])
    await platform.warehouse.insert('dropped_events', [
      { received_at: at('02T02:59:00'), event: 'x', reason: 'invalid' },
    ])
  })
  afterAll(() => platform.close())

  it('gives a point for every interval, also for those in which nothing happened', async () => {
    const volume = await eventVolume(platform.warehouse, {
      interval: 'hour',
      from: at('01T23:30:00'),
      to: at('02T03:00:00'),
    })
    expect(volume).toEqual({
      interval: 'hour',
      from: iso('01T23:00:00'),
      to: iso('02T03:00:00'),
      points: [
        { at: iso('01T23:00:00'), stored: 2, dropped: 0 },
        { at: iso('02T00:00:00'), stored: 1, dropped: 0 },
        { at: iso('02T01:00:00'), stored: 0, dropped: 0 },
        { at: iso('02T02:00:00'), stored: 1, dropped: 1 },
      ],
      top: [
        { event: 'Order Completed', count: 2 },
        { event: 'Signed Up', count: 1 },
        { event: 'identify', count: 1 },
      ],
    })
  })

  it('counts the same events in every interval', async () => {
    for (const interval of ['minute', 'hour', 'day', 'month'] as const) {
      const { points } = await eventVolume(platform.warehouse, {
        interval,
        from: at('01T22:00:00'),
        to: at('02T04:00:00'),
      })
      expect(points.reduce((sum, { stored }) => sum + stored, 0)).toBe(6)
    }
  })

  it('refuses a time that ends before it begins, and one with too many points', async () => {
    const [from, to] = [at('01T00:00:00'), at('20T00:00:00')]
    await expect(eventVolume(platform.warehouse, { interval: 'day', from: to, to: from })).rejects.toThrow(
      'must be before "to"',
    )
    await expect(eventVolume(platform.warehouse, { interval: 'minute', from, to })).rejects.toThrow(
      'too long ago',
    )
  })

  it('names what was tracked, most frequent first', async () => {
    const names = await eventNames(platform.warehouse)
    expect(names.slice(0, 2)).toEqual([
      { name: 'Order Completed', count: 2 },
      { name: 'Signed Up', count: 1 },
    ])
    expect(names.map(({ name }) => name)).not.toContain('')
  })
})

describe('the points of a volume', () => {
  it('follow each other without a gap from the interval of the first moment to that of the last', () => {
    const times = fc.record({
      interval: fc.constantFrom(...volumeIntervals),
      from: fc.integer({ min: -2e12, max: 2e12 }),
      intervals: fc.double({ min: 0.001, max: 50, noNaN: true }),
    })
    fc.assert(
      fc.property(times, ({ interval, from, intervals }) => {
        const to = from + Math.ceil(intervals * LONGEST_MS[interval])
        const points = pointsBetween({ interval, from, to }, 1_000)
        expect(points[0]).toBeLessThanOrEqual(from)
        expect(points[1] ?? to).toBeGreaterThan(from)
        expect(points.at(-1)).toBeLessThan(to)
        for (const [index, point] of points.slice(1).entries()) {
          expect(pointsBetween({ interval, from: points[index] ?? 0, to: point }, 3)).toEqual([points[index]])
        }
      }),
    )
  })
})
