import type {
  AggregateCondition,
  EventFilter,
  EventWindow,
  SequenceCondition,
} from '../../../model/segment-event.ts'
import {
  aggregateText,
  columnsOf,
  compileAggregate,
  type AddColumn,
  type AggregatedProperty,
} from './aggregate.ts'
import { compileComparison } from './comparison.ts'
import { DAY_MS } from './days.ts'
import { compileWindow } from './event-window.ts'
import type { FieldColumns } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import type { QueryParams } from './params.ts'
import { compileSequence, elementOf } from './sequence.ts'

/** Calls that bear no name of their own: a condition on one of these names means every call of that type, too. */
export const unnamedCalls: readonly string[] = ['page', 'screen', 'identify', 'group']

/** Longer ago than anything, in ms: how long ago the last and the first of nothing were. */
const NEVER = '9000000000000000000'

/** Longer values of properties, in bytes, are no values that anybody counts. */
const LONGEST_VALUE = 500

/** A column that one scan of the events fills: for each identifier first, then for all those of a person together. */
export type Column = { name: string; ofIdentifier: string; ofPerson: string }

/** Which events something is about; in a window, or ever. */
export type Meant = { filter: EventFilter; window: EventWindow | null }

/** What the facts are found out of. */
export type FactSource = { fields: FieldColumns; params: QueryParams; now: number }

/** By whole days of the calendar in UTC, so that it changes once a day for everybody. */
export type Fading = { halfLife: number; of: 'newest' | 'all' }

/** What one scan of the events has to find out, each thing once however many conditions ask for it. */
export type EventFacts = {
  /** The column with how often it happened. */
  count(meant: Meant): string
  /** The columns with how long ago it happened first and last, in ms; meaningless when it never did. */
  firstAge(meant: Meant): string
  lastAge(meant: Meant): string
  /** That the aggregate of a property is as the condition says, and what it is, as text. */
  aggregate(condition: AggregateCondition, window: EventWindow | null): string
  aggregateText(condition: AggregateCondition, window: EventWindow | null): string
  /** The columns that an aggregate of a property is made of; null when nothing can have the property. */
  aggregateColumns(property: AggregatedProperty, window: EventWindow | null): ReturnType<typeof columnsOf>
  /** The values of a property, sorted, and how often there was each. */
  tally(field: string, meant: Meant): { values: string; counts: string } | null
  /** The first or last value of a property, as JSON; empty when there is none. Of one moment the smallest or largest. */
  outermost(which: 'first' | 'last', field: string, meant: Meant): string | null
  /** How much the newest of the events still counts, or all together, in millionths, when one counts half after so many days. */
  faded(meant: Meant, fading: Fading): string
  /** Whether the steps of a sequence were done. */
  sequence(condition: SequenceCondition): string
  columns: readonly Column[]
  /** What follows from the columns of a person, in the order in which it has to be worked out. */
  derived: readonly string[]
  /** What an event must satisfy for any of the columns to need it. */
  relevant(): string
}

/** Starts with nothing to find out. The columns need those of `eventColumns` beside those of the fields. */
export function createEventFacts(source: FactSource): EventFacts {
  const { columns, add } = createColumns()
  const { derived, derive } = createDerived()
  const events = new Set<string>()
  const compiled = new Map<string, string>()
  const conditionOf = (meant: Meant): string => {
    events.add(meant.filter.event)
    const { filter, window } = meant
    const key = JSON.stringify([filter.event, filter.where, filter.where_match, window])
    const known = compiled.get(key) ?? compileEvent(meant, source)
    compiled.set(key, known)
    return known
  }
  const collecting = { source, add, conditionOf }
  return {
    columns,
    derived,
    count: (meant) => add(`countIf(${conditionOf(meant)})`, (name) => `sum(${name})`),
    firstAge: (meant) => add(`max(if(${conditionOf(meant)}, age, -${NEVER}))`, (name) => `max(${name})`),
    lastAge: (meant) => add(`min(if(${conditionOf(meant)}, age, ${NEVER}))`, (name) => `min(${name})`),
    aggregate: (condition, window) => compileAggregate(condition, window, collecting),
    aggregateText: (condition, window) => aggregateText(condition, window, collecting),
    aggregateColumns: (property, window) => columnsOf(property, window, collecting),
    tally(name, meant) {
      const field = source.fields.field(name)
      if (!field) return null
      const texts = `arrayFilter(text -> length(text) <= ${LONGEST_VALUE}, ${field.written()})`
      const mine = `if(${conditionOf(meant)}, ${texts}, [])`
      const column = add(
        `sumMap(${mine}, arrayMap(text -> toUInt64(1), ${mine}))`,
        (name) => `sumMap(tupleElement(${name}, 1), tupleElement(${name}, 2))`,
      )
      return { values: `tupleElement(${column}, 1)`, counts: `tupleElement(${column}, 2)` }
    },
    outermost(which, name, meant) {
      const field = source.fields.field(name)
      if (!field) return null
      const [fold, never] = which === 'first' ? ['min', NEVER] : ['max', `-${NEVER}`]
      const isOne = `least(${conditionOf(meant)}, ${field.json()} != '', length(${field.json()}) <= ${LONGEST_VALUE})`
      const column = add(
        `${fold}(if(${isOne}, (at, ${field.json()}), (toInt64(${never}), '')))`,
        (name) => `${fold}(${name})`,
      )
      return `tupleElement(${column}, 2)`
    },
    faded(meant, { halfLife, of }) {
      const fold = { newest: 'max', all: 'sum' }[of]
      const weight = weightAfter(halfLife, source.now)
      return add(`${fold}If(${weight}, ${conditionOf(meant)})`, (name) => `${fold}(${name})`)
    },
    sequence(condition) {
      const elements = (filter: EventFilter, window: EventWindow | null) => {
        const element = elementOf(conditionOf({ filter, window }), condition.same, source.fields)
        return element === null ? null : add(element, (name) => `groupArrayArray(${name})`)
      }
      return compileSequence(condition, { elements, derive, now: source.now })
    },
    relevant: () => isAnyOf([...events], source.params),
  }
}

function weightAfter(halfLife: number, now: number): string {
  const days = `greatest(0, ${Math.floor(now / DAY_MS)} - floor(at / ${DAY_MS}))`
  return `toInt64(floor(1e6 * exp2(-${days} / ${halfLife}) + 0.5))`
}

/** The name of a track call, when it happened and how long ago that is in ms, so that the aggregates can be short. */
export function eventColumns(params: QueryParams, now: number): string[] {
  return [
    `if(type = 'track', event, '') as track`,
    `toUnixTimestamp64Milli(timestamp) as at`,
    `${params.add('Int64', now)} - at as age`,
  ]
}

function createColumns(): { columns: Column[]; add: AddColumn } {
  const columns: Column[] = []
  const names = new Map<string, string>()
  return {
    columns,
    add(ofIdentifier, ofPerson) {
      const known = names.get(ofIdentifier)
      if (known !== undefined) return known
      const name = `e${columns.length}`
      columns.push({ name, ofIdentifier, ofPerson: ofPerson(`i.${name}`) })
      names.set(ofIdentifier, name)
      return name
    },
  }
}

function createDerived(): { derived: string[]; derive: (sql: string) => string } {
  const derived: string[] = []
  const names = new Map<string, string>()
  return {
    derived,
    derive(sql) {
      const known = names.get(sql)
      if (known !== undefined) return known
      const name = `s${derived.length}`
      derived.push(`${sql} as ${name}`)
      names.set(sql, name)
      return name
    },
  }
}

function compileEvent({ filter, window }: Meant, source: FactSource): string {
  const { event, where, where_match = 'all' } = filter
  const { params, now } = source
  const name = params.add('String', event)
  const named = unnamedCalls.includes(event) ? `greatest(track = ${name}, type = ${name})` : `track = ${name}`
  const properties = where.map((comparison) => compileComparison(comparison, source))
  const satisfied = properties.length > 0 ? [joinConditions(where_match, properties)] : []
  return joinConditions('all', [named, ...compileWindow(window, 'age', now), ...satisfied])
}

function isAnyOf(names: string[], params: QueryParams): string {
  const tracked = `(type = 'track' and event in ${params.add('Array(String)', names)})`
  const calls = names.filter((name) => unnamedCalls.includes(name))
  return calls.length === 0 ? tracked : `(${tracked} or type in ${params.add('Array(String)', calls)})`
}
