import type { Volume, VolumeInterval } from '../../model/home.ts'
import type { VolumeQuery } from '../api.ts'
import type { Bar } from '../ui/BarChart.tsx'

export const volumeRanges = {
  hour: { name: 'Hour', words: 'the last 60 minutes', interval: 'minute', points: 60, before: 4 },
  day: { name: 'Day', words: 'the last 24 hours', interval: 'hour', points: 24, before: 7 },
  week: { name: 'Week', words: 'the last 7 days', interval: 'day', points: 7, before: 4 },
  month: { name: 'Month', words: 'the last 30 days', interval: 'day', points: 30, before: 3 },
  year: { name: 'Year', words: 'the last 12 months', interval: 'month', points: 12, before: 1 },
} as const satisfies Record<string, RangeShape>

type RangeShape = { name: string; words: string; interval: VolumeInterval; points: number; before: number }
export type VolumeRange = keyof typeof volumeRanges

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** What to ask for: the range up to the end of the present interval, and the ranges before it that give the usual. */
export function volumeQueries(
  range: VolumeRange,
  now: Date = new Date(),
): { shown: VolumeQuery; before: VolumeQuery } {
  const { interval, points, before } = volumeRanges[range]
  const start = (back: number) => startOf(interval, 1 - back, now).toISOString()
  return {
    shown: { interval, from: start(points), to: start(0) },
    before: { interval, from: start(points * (before + 1)), to: start(points) },
  }
}

/** The bars of the range, each with the median of the same place in the ranges before it. */
export function volumeBars(shown: Volume, before: Volume | undefined): Bar[] {
  return shown.points.map((point, place) => ({
    label: intervalName(point.at, shown.interval),
    tick: tickName(point.at, shown.interval),
    value: point.stored,
    bad: point.dropped,
    usual: before ? usualAt(before.points, place, shown.points.length) : null,
  }))
}

/** The median over the earlier ranges; null before there was any event at all. */
function usualAt(points: Volume['points'], place: number, length: number): number | null {
  const began = points.findIndex((point) => point.stored > 0)
  const earlier = points
    .filter((_, at) => began !== -1 && at >= began && at % length === place)
    .map((point) => point.stored)
    .sort((a, b) => a - b)
  const middle = Math.floor(earlier.length / 2)
  const upper = earlier[middle]
  if (upper === undefined) return null
  return earlier.length % 2 === 1 ? upper : (upper + (earlier[middle - 1] ?? upper)) / 2
}

/** When the interval begins that lies so many after the present one, in UTC as the server counts. */
function startOf(interval: VolumeInterval, by: number, now: Date): Date {
  if (interval === 'month') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + by, 1))
  const step = MILLISECONDS[interval]
  return new Date((Math.floor(now.getTime() / step) + by) * step)
}

/** Days and months are counted in UTC, so they are named in UTC; hours and minutes in the reader's own time. */
const formats: Record<
  VolumeInterval,
  { name: Intl.DateTimeFormatOptions; tick: Intl.DateTimeFormatOptions }
> = {
  minute: { name: { timeStyle: 'short' }, tick: { timeStyle: 'short' } },
  hour: { name: { weekday: 'short', hour: 'numeric', minute: '2-digit' }, tick: { timeStyle: 'short' } },
  day: {
    name: { dateStyle: 'full', timeZone: 'UTC' },
    tick: { day: 'numeric', month: 'short', timeZone: 'UTC' },
  },
  month: {
    name: { month: 'long', year: 'numeric', timeZone: 'UTC' },
    tick: { month: 'short', timeZone: 'UTC' },
  },
}

const intervalName = (at: string, interval: VolumeInterval) =>
  new Intl.DateTimeFormat(undefined, formats[interval].name).format(new Date(at))

const tickName = (at: string, interval: VolumeInterval) =>
  new Intl.DateTimeFormat(undefined, formats[interval].tick).format(new Date(at))
