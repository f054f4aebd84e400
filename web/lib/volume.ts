import type { Volume, VolumeInterval } from '../../model/home.ts'
import type { VolumeQuery } from '../api.ts'
import type { Bar } from '../ui/BarChart.tsx'

export const volumeRanges = {
  hour: { name: 'Hour', interval: 'minute', points: 60, before: 4 },
  day: { name: 'Day', interval: 'hour', points: 24, before: 7 },
  week: { name: 'Week', interval: 'day', points: 7, before: 4 },
  month: { name: 'Month', interval: 'day', points: 30, before: 3 },
  year: { name: 'Year', interval: 'month', points: 12, before: 1 },
} as const satisfies Record<
  string,
  { name: string; interval: VolumeInterval; points: number; before: number }
>

export type VolumeRange = keyof typeof volumeRanges

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** What to ask for: the range up to the end of the present interval, and the ranges before it that give the usual. */
export function volumeQuery(range: VolumeRange, now: Date = new Date()): VolumeQuery {
  const { interval, points, before } = volumeRanges[range]
  const all = points * (before + 1)
  if (interval === 'month') {
    const month = (by: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + by, 1))
    return { interval, from: month(1 - all).toISOString(), to: month(1).toISOString() }
  }
  const step = MILLISECONDS[interval]
  const end = (Math.floor(now.getTime() / step) + 1) * step
  return { interval, from: new Date(end - all * step).toISOString(), to: new Date(end).toISOString() }
}

/** The bars of the range, each with the median of the same place in the ranges before it. */
export function volumeBars({ interval, points }: Volume, range: VolumeRange): Bar[] {
  const { points: length } = volumeRanges[range]
  const start = Math.max(points.length - length, 0)
  return points.slice(start).map((point, place) => ({
    label: intervalName(point.at, interval),
    tick: tickName(point.at, interval),
    value: point.stored,
    bad: point.dropped,
    usual: usualAt(points, start + place, length),
  }))
}

/** The median over the earlier ranges; null before there was any event at all. */
function usualAt(points: Volume['points'], place: number, length: number): number | null {
  const began = points.findIndex((point) => point.stored > 0)
  const earlier: number[] = []
  for (let at = place - length; at >= 0 && began >= 0 && at >= began; at -= length)
    earlier.push(points[at]?.stored ?? 0)
  if (earlier.length === 0) return null
  earlier.sort((a, b) => a - b)
  const middle = Math.floor(earlier.length / 2)
  const upper = earlier[middle] ?? 0
  return earlier.length % 2 === 1 ? upper : (upper + (earlier[middle - 1] ?? 0)) / 2
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
