import type { EventFilter, SequenceCondition } from '../../model/segment-event.ts'
import type { KnownEvent, When } from './evaluate.ts'
import { textsOf } from './evaluate-value.ts'

type Looking = {
  meant: (events: KnownEvent[], filter: EventFilter, when: When) => KnownEvent[]
  now: number
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }

/** Whether there is any choice of events that are the steps of the sequence; tries every one. */
export function didSequence(
  events: KnownEvent[],
  { steps, absent, same, within, window }: SequenceCondition,
  { meant, now }: Looking,
): boolean {
  if (same?.split('.').includes('')) return false
  const limit = (duration: { amount: number; unit: keyof typeof UNIT_MS } | undefined) =>
    duration ? duration.amount * UNIT_MS[duration.unit] : Infinity
  const keys =
    same === undefined ? [''] : [...new Set(events.flatMap((one) => textsOf(one.properties, same)))]
  return keys.some((key) => {
    const mine = events.filter((one) => same === undefined || textsOf(one.properties, same).includes(key))
    const timesOf = (filter: EventFilter, inWindow: boolean) =>
      meant(mine, filter, { window: (inWindow && window) || null, now }).map(({ timestamp }) => timestamp)
    const isEnd = (start: number, at: number) => {
      if (at - start > limit(within)) return false
      if (!absent) return true
      const hasPassed = absent.within === undefined || now - at >= limit(absent.within)
      const followed = timesOf(absent, false).some((time) => time > at && time - at <= limit(absent.within))
      return hasPassed && !followed
    }
    const goOn = (place: number, start: number, at: number): boolean => {
      const step = steps[place]
      if (!step) return isEnd(start, at)
      const forbidden = (step.without ?? []).flatMap((filter) => timesOf(filter, false))
      return timesOf(step, true).some(
        (time) =>
          time > at &&
          time - at <= limit(step.within) &&
          !forbidden.some((between) => between > at && between < time) &&
          goOn(place + 1, start, time),
      )
    }
    const [first] = steps
    return first !== undefined && timesOf(first, true).some((at) => goOn(1, at, at))
  })
}
