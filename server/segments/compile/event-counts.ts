import type { EventCondition } from '../../../model/segment.ts'
import { compileComparison } from './comparison.ts'
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

/** Starts with nothing to count. `now` is the end of every "within the last days", in ms since 1970. */
export function createEventCounts(params: QueryParams, now: number): EventCounts {
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
      columns.set(name, `countIf(${compileEvent(condition, params, now)})`)
      events.add(event)
      return name
    },
    relevant: () => isNamed([...events], params),
  }
}

function compileEvent({ event, where, days }: EventCondition, params: QueryParams, now: number): string {
  const since = days === null ? [] : [`timestamp >= ${timeSql(now - days * DAY_MS, params)}`]
  const properties = where.map((comparison) => compileComparison('properties', comparison, params))
  return [isNamed([event], params), ...since, ...properties].join(' and ')
}

function isNamed(names: string[], params: QueryParams): string {
  const tracked = `(type = 'track' and event in ${params.add('Array(String)', names)})`
  const calls = names.filter((name) => unnamedCalls.includes(name))
  return calls.length === 0 ? tracked : `(${tracked} or type in ${params.add('Array(String)', calls)})`
}

function timeSql(milliseconds: number, params: QueryParams): string {
  return `fromUnixTimestamp64Milli(${params.add('Int64', milliseconds)}, 'UTC')`
}
