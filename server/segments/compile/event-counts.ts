import type { EventCondition } from '../../../model/segment.ts'
import { compileComparison } from './comparison.ts'
import type { FieldColumns } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import type { QueryParams } from './params.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Calls that bear no name of their own: a condition on one of these names means every call of that type, too. */
export const unnamedCalls: readonly string[] = ['page', 'screen', 'identify', 'group']

/** What one scan of the events has to count, each thing once however many conditions ask for it. */
export type EventCounts = {
  /** Gives the column with how often a person did what the condition says. */
  columnOf(condition: EventCondition): string
  /** The columns by name, each with the aggregate that fills it. */
  columns: ReadonlyMap<string, string>
  /** What an event must satisfy for any of the columns to count it. */
  relevant(): string
}

/** Starts with nothing to count. The aggregates need the columns `track` and `age` beside those of the fields. */
export function createEventCounts(fields: FieldColumns, params: QueryParams): EventCounts {
  const columns = new Map<string, string>()
  const nameOf = new Map<string, string>()
  const events = new Set<string>()
  return {
    columns,
    columnOf(condition) {
      const { event, where, days } = condition
      const key = JSON.stringify([event, where, days])
      const known = nameOf.get(key)
      if (known !== undefined) return known
      const name = `e${columns.size}`
      nameOf.set(key, name)
      columns.set(name, `countIf(${compileEvent(condition, fields, params)})`)
      events.add(event)
      return name
    },
    relevant: () => isAnyOf([...events], params),
  }
}

/** The name of a track call, and the time since it happened in ms, so that the aggregates can be short. */
export function eventColumns(params: QueryParams, now: number): string[] {
  return [
    `if(type = 'track', event, '') as track`,
    `${params.add('Int64', now)} - toUnixTimestamp64Milli(timestamp) as age`,
  ]
}

function compileEvent(
  { event, where, days }: EventCondition,
  fields: FieldColumns,
  params: QueryParams,
): string {
  const name = params.add('String', event)
  const named = unnamedCalls.includes(event) ? `greatest(track = ${name}, type = ${name})` : `track = ${name}`
  const recent = days === null ? [] : [`age <= ${days * DAY_MS}`]
  const properties = where.map((comparison) => compileComparison(comparison, fields, params))
  return joinConditions('all', [named, ...recent, ...properties])
}

function isAnyOf(names: string[], params: QueryParams): string {
  const tracked = `(type = 'track' and event in ${params.add('Array(String)', names)})`
  const calls = names.filter((name) => unnamedCalls.includes(name))
  return calls.length === 0 ? tracked : `(${tracked} or type in ${params.add('Array(String)', calls)})`
}
