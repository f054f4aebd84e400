import type { VolumeInterval } from '../../model/home.ts'

const MINUTE_MS = 60_000

const lengths = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
} as const satisfies Record<Exclude<VolumeInterval, 'month'>, number>

/** The starts (ms, UTC) of the intervals that touch the time from `from` up to `to`; at most `most` of them. */
export function pointsBetween(
  range: { interval: VolumeInterval; from: number; to: number },
  most: number,
): number[] {
  const points: number[] = []
  for (
    let at = startOf(range.interval, range.from);
    at < range.to && points.length < most;
    at = next(range.interval, at)
  )
    points.push(at)
  return points
}

function startOf(interval: VolumeInterval, at: number): number {
  return interval === 'month' ? monthStart(at, 0) : Math.floor(at / lengths[interval]) * lengths[interval]
}

function next(interval: VolumeInterval, at: number): number {
  return interval === 'month' ? monthStart(at, 1) : at + lengths[interval]
}

function monthStart(at: number, later: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later)
}
