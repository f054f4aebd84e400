import type { PredictionDefinition } from '../../../../model/prediction.ts'
import type { EventFilter, EventWindow } from '../../../../model/segment-event.ts'
import { DAY_MS } from '../../compile/days.ts'
import type { EventFacts } from '../../compile/event-facts.ts'

const RECENT_DAYS = 7
const LATELY_DAYS = 30
const NEVER = -1

/** What somebody did of one kind, up to some moment: how often, and how many days ago last and first. */
export type Signal = {
  recent: number
  lately: number
  all: number
  lastDays: number | null
  firstDays: number | null
}

/** How many numbers a model sees of each signal. */
export const INPUTS_PER_SIGNAL = 5

/** Windows that end at the moment asked about: the days before it. */
type WindowOf = (days: number) => EventWindow

/**
 * The figure of a prediction: what somebody did of each kind, as `recent lately all last first` with commas between the kinds and times
 * in ms ago; empty for whoever did none of it within the days that count.
 */
export function signalsSql(
  kinds: readonly EventFilter[],
  { active_days }: PredictionDefinition,
  { facts, windowOf }: { facts: EventFacts; windowOf: WindowOf },
): string {
  const columns = kinds.map((filter) => {
    const within = (days: number) => ({ filter, window: windowOf(days) })
    const count = (days: number) => facts.count(within(Math.min(days, active_days)))
    const all = within(active_days)
    const ifAny = (age: string) => `if(${facts.count(all)} > 0, ${age}, toInt64(${NEVER}))`
    return {
      all: facts.count(all),
      told: [
        count(RECENT_DAYS),
        count(LATELY_DAYS),
        facts.count(all),
        ifAny(facts.lastAge(all)),
        ifAny(facts.firstAge(all)),
      ],
    }
  })
  const told = columns.map(({ told: parts }) => `concat(${parts.map(text).join(`, ' ', `)})`)
  const any = columns.map(({ all }) => `${all} > 0`).join(' or ')
  return `if(${any}, concat(${told.join(`, ',', `)}, ''), '')`
}

function text(column: string): string {
  return `toString(${column})`
}

/** Reads what `signalsSql` has put into a figure. */
export function readSignals(figure: string): Signal[] {
  return figure.split(',').map((part) => {
    const [recent = 0, lately = 0, all = 0, last = NEVER, first = NEVER] = part.split(' ').map(Number)
    const daysOf = (age: number) => (all === 0 ? null : Math.max(0, age) / DAY_MS)
    return { recent, lately, all, lastDays: daysOf(last), firstDays: daysOf(first) }
  })
}

/**
 * What a model sees: the tenth time says less than the second, and yesterday more than last month. The last number is for how long
 * the person has been known.
 */
export function inputsOf(signals: readonly Signal[]): number[] {
  const known = Math.max(0, ...signals.map(({ firstDays }) => firstDays ?? 0))
  return [
    ...signals.flatMap(({ recent, lately, all, lastDays }) => [
      Math.log1p(recent),
      Math.log1p(lately),
      Math.log1p(all),
      lastDays === null ? 0 : 2 ** (-lastDays / RECENT_DAYS),
      lastDays === null ? 0 : 2 ** (-lastDays / LATELY_DAYS),
    ]),
    Math.log1p(known),
  ]
}
