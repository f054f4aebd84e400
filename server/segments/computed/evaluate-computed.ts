import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import type { PredictionDefinition } from '../../../model/prediction.ts'
import type { ScoreDefinition, ScoreRule } from '../../../model/score.ts'
import { windowOf } from '../../../model/segment-event.ts'
import type { EventFilter } from '../../../model/segment-event.ts'
import { invariant } from '../../platform/errors.ts'
import { valueText } from '../compile/comparable.ts'
import { meant, MOST, satisfies, type KnownEvent, type KnownPerson } from '../evaluate.ts'
import { numbersOf, writtenIn } from '../evaluate-value.ts'
import { groupOf, type Cuts } from './fifths.ts'
import { readPrediction, type PredictionModel } from './prediction/model.ts'

const DAY_MS = 86_400_000
const LONGEST_BYTES = 500
const MOST_LISTED = 100

/**
 * What a computed trait means, said plainly and independently of the warehouse: tests compare the compiled SQL with it.
 * The value at `now` (ms since 1970), null for none.
 */
export function computedOf(
  person: KnownPerson,
  definition: ComputedDefinition,
  { now, cuts, model = null }: { now: number; cuts: Cuts; model?: PredictionModel | null },
): unknown {
  if (definition.kind === 'score') return scored(person, definition, now)
  invariant(definition.kind !== 'sql', 'SQL means what the warehouse says that it does.')
  if (definition.kind === 'prediction') return model && foretold(person, definition, { now, model })
  const window = 'window' in definition ? (definition.window ?? null) : null
  const events = meant(person.events, definition, { window, now })
  const times = events.map(({ timestamp }) => timestamp)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const field = 'field' in definition ? (definition.field ?? null) : null
  switch (definition.kind) {
    case 'lifetime_value': {
      const { minus } = definition
      const earned = summands(events, definition.field)
      const lost = minus ? summands(meant(person.events, minus, { window: null, now }), minus.field) : []
      return earned.length + lost.length === 0 ? null : Number(sum(earned) - sum(lost)) / 1e6
    }
    case 'sum':
    case 'average': {
      const all = summands(events, definition.field)
      if (all.length === 0) return null
      return definition.kind === 'sum' ? Number(sum(all)) / 1e6 : Number(sum(all)) / all.length / 1e6
    }
    case 'smallest':
    case 'largest': {
      const numbers = events.flatMap(({ properties }) => numbersOf(properties, definition.field))
      const found = definition.kind === 'smallest' ? Math.min(...numbers) : Math.max(...numbers)
      return Number.isFinite(found) ? found : null
    }
    case 'most_frequent':
    case 'unique_list':
    case 'unique_count':
      return ofTally(definition.kind, tally(events, definition.field))
    case 'first':
    case 'last':
      if (field !== null) return outermost(definition.kind, events, field)
      break
    default:
      break
  }
  if (events.length === 0) return null
  switch (definition.kind) {
    case 'count':
      return events.length
    case 'first':
    case 'last':
      return new Date(definition.kind === 'first' ? first : last).toISOString()
    case 'days_since':
      return Math.floor(Math.max(0, now - last) / DAY_MS)
    case 'lifecycle':
      if (now - last > definition.lapsed_days * DAY_MS) return 'lapsed'
      if (now - last > definition.at_risk_days * DAY_MS) return 'at risk'
      return now - first <= definition.new_days * DAY_MS ? 'new' : 'active'
    case 'rfm':
      return rfm([last, events.length, sum(summands(events, definition.field))], cuts)
  }
}

function foretold(
  person: KnownPerson,
  { active_days }: PredictionDefinition,
  { now, model }: { now: number; model: PredictionModel },
): unknown {
  const figures = model.kinds.map((filter) => {
    const ages = (amount: number) =>
      meant(person.events, filter, { window: { kind: 'last', amount, unit: 'day' }, now }).map(
        ({ timestamp }) => now - timestamp,
      )
    const all = ages(active_days)
    const ends = all.length === 0 ? [-1, -1] : [Math.min(...all), Math.max(...all)]
    return [
      ages(Math.min(7, active_days)).length,
      ages(Math.min(30, active_days)).length,
      all.length,
      ...ends,
    ]
  })
  const isActive = figures.some(([, , all = 0]) => all > 0)
  return isActive ? readPrediction(model, figures.map((one) => one.join(' ')).join(',')) : null
}

function scored(person: KnownPerson, definition: ScoreDefinition, now: number): number | null {
  const { rules, minimum = -Infinity, maximum = Infinity } = definition
  const held = rules.filter(({ when }) => satisfies(person, { match: 'all', conditions: [when] }, now))
  if (held.length === 0) return null
  const points = held.reduce((sum, rule) => sum + rule.points * timesCounted(person, rule, now), 0)
  return Math.max(minimum, Math.min(maximum, Math.floor(points / 1e6 + 0.5)))
}

/** How many times the points of a rule count, in millionths. */
function timesCounted(person: KnownPerson, { when, each, half_life_days }: ScoreRule, now: number): number {
  if (when.kind !== 'event') return 1e6
  const dayOf = (time: number) => Math.floor(time / DAY_MS)
  const days = meant(person.events, when, { window: windowOf(when), now }).map(({ timestamp }) =>
    Math.max(0, dayOf(now) - dayOf(timestamp)),
  )
  const weights = days.map((one) =>
    half_life_days ? Math.floor(1e6 * 2 ** (-one / half_life_days) + 0.5) : 1e6,
  )
  if (each)
    return Math.min(
      each.most * 1e6,
      weights.reduce((sum, one) => sum + one, 0),
    )
  return half_life_days ? Math.max(0, ...weights) : 1e6
}

function rfm([last, count, spent]: [number, number, bigint], cuts: Cuts) {
  const score = (number: bigint, ends: string[]) =>
    ends.reduce((sum, end) => sum + (number > BigInt(end) ? 1 : 0), 1)
  const recency = score(BigInt(last), cuts.recency)
  const frequency = score(BigInt(count), cuts.frequency)
  const monetary = score(spent, cuts.monetary)
  const cell = [recency, frequency, monetary].join('')
  return { recency, frequency, monetary, cell, group: groupOf(recency, (frequency + monetary) / 2) }
}

function summands(events: KnownEvent[], field: EventFilter['event']): bigint[] {
  return events
    .flatMap(({ properties }) => numbersOf(properties, field))
    .filter((number) => Math.abs(number) <= MOST)
    .map((number) => BigInt(Math.floor(number * 1e6 + 0.5)))
}

function sum(numbers: bigint[]): bigint {
  return numbers.reduce((total, one) => total + one, 0n)
}

function tally(events: KnownEvent[], field: string): [text: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { properties } of events)
    for (const scalar of writtenIn(properties, field).scalars) {
      const text = valueText(scalar)
      if (Buffer.byteLength(text) <= LONGEST_BYTES) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  return [...counts].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

function ofTally(
  kind: 'most_frequent' | 'unique_list' | 'unique_count',
  counted: [text: string, count: number][],
): unknown {
  if (counted.length === 0) return null
  if (kind === 'unique_count') return counted.length
  if (kind === 'unique_list') return counted.slice(0, MOST_LISTED).map(([text]) => text)
  const most = Math.max(...counted.map(([, count]) => count))
  return counted.find(([, count]) => count === most)?.[0] ?? null
}

/** Of one moment the smallest, or the largest, by what it is written as. */
function outermost(which: 'first' | 'last', events: KnownEvent[], field: string): unknown {
  const said = events.flatMap(({ timestamp, properties }) => {
    const { scalars, isList } = writtenIn(properties, field)
    if (scalars.length === 0) return []
    const value = isList ? scalars.map(valueText) : scalars[0]
    return [{ at: timestamp, json: JSON.stringify(value), value }]
  })
  const ordered = said.toSorted(
    (a, b) => a.at - b.at || Buffer.compare(Buffer.from(a.json), Buffer.from(b.json)),
  )
  return (which === 'first' ? ordered[0] : ordered.at(-1))?.value ?? null
}
