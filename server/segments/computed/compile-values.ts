import type { ComputedDefinition, EventDefinition } from '../../../model/computed-trait.ts'
import type { EventFilter, EventWindow } from '../../../model/segment-event.ts'
import type { PredictionModel } from './prediction/model.ts'
import { signalsSql } from './prediction/signals.ts'
import type { Meant } from '../compile/event-facts.ts'
import { invariant } from '../../platform/errors.ts'
import { createParams } from '../compile/params.ts'
import { createMemberParts, type MemberParts } from '../compile/member-parts.ts'
import { personRows } from '../compile/member-rows.ts'
import { SETTINGS, type Scan } from '../compile/scan.ts'
import type { Scope } from '../compile/scope.ts'
import { compileScore } from './compile-score.ts'
import { compileSql } from './sql/compile-sql.ts'

/** What a scan finds out of a person for a definition; `readValue` makes the value of it. */
export type Figure = {
  /** Empty when there is nothing of which there could be a value. */
  figure: string
  /** How long ago the oldest and the newest of the events happened, in ms; negative for the future. */
  oldest: number
  newest: number
}

/** What is worked out; a prediction by what it has learned. */
export type Compiled = { definition: ComputedDefinition; model?: PredictionModel | null }

/** A row of the scan: what it found, in the order of the definitions. */
export type FigureRow = { person_id: string; figures: string[]; oldest: string[]; newest: string[] }

/** A list longer than this says nothing to anybody. */
const MAX_LIST = 100

/**
 * One query that works all definitions out at once: a row for each person of whom any has a value. The scope only narrows
 * which rows are read, so that the answer about a person is the same in both. `now` is in ms since 1970. What is written in SQL
 * stands alone.
 */
export function compileValues(traits: readonly Compiled[], scope: Scope, now: number): Scan {
  const first = traits[0]?.definition
  if (first?.kind === 'sql') return compileSql(first, scope)
  const params = createParams()
  const parts = createMemberParts('people', params, now)
  const figures = traits.map((trait) => figureOf(trait, parts))
  const ages = traits.map(({ definition }) => agesOf(definition, parts))
  const list = (expressions: string[]) => `[${expressions.join(', ')}]`
  const query = `
    select toString(person_id) as person_id, ${list(figures)} as figures,
      ${list(ages.map(({ oldest }) => oldest))} as oldest, ${list(ages.map(({ newest }) => newest))} as newest
    from ${personRows(parts, scope)}
    where notEmpty(arrayStringConcat(figures))
    ${SETTINGS}`
  return { query, params: params.values }
}

/** What a row says of the definition at a place. */
export function figureAt({ figures, oldest, newest }: FigureRow, place: number): Figure {
  return {
    figure: figures[place] ?? '',
    oldest: Number(oldest[place] ?? 0),
    newest: Number(newest[place] ?? 0),
  }
}

function meantBy(definition: EventDefinition): Meant {
  return { filter: definition, window: 'window' in definition ? (definition.window ?? null) : null }
}

function agesOf(definition: ComputedDefinition, { facts }: MemberParts) {
  const { kind } = definition
  if (kind === 'score' || kind === 'sql' || kind === 'prediction') return { oldest: `'0'`, newest: `'0'` }
  const meant = meantBy(definition)
  const ifAny = (age: string) => `toString(if(${facts.count(meant)} > 0, ${age}, toInt64(0)))`
  return { oldest: ifAny(facts.firstAge(meant)), newest: ifAny(facts.lastAge(meant)) }
}

function figureOf({ definition, model }: Compiled, parts: MemberParts): string {
  if (definition.kind === 'score') return compileScore(definition, parts)
  invariant(definition.kind !== 'sql', 'What is written in SQL is asked alone.')
  const { facts } = parts
  if (definition.kind === 'prediction') {
    invariant(model, 'A prediction is worked out once it has learned.')
    return signalsSql(model.kinds, definition, { facts, windowOf: lastDays })
  }
  const meant = meantBy(definition)
  const count = facts.count(meant)
  const ifAny = (figure: string) => `if(${count} > 0, ${figure}, '')`
  switch (definition.kind) {
    case 'count':
      return ifAny(`toString(${count})`)
    case 'days_since':
    case 'lifecycle':
      return ifAny(`'1'`)
    case 'sum':
    case 'average':
    case 'smallest':
    case 'largest':
      return aggregateOf(definition, facts, meant.window)
    case 'first':
    case 'last':
      return definition.field === undefined
        ? ifAny(`'1'`)
        : (facts.outermost(definition.kind, definition.field, meant) ?? `''`)
    case 'most_frequent':
    case 'unique_list':
    case 'unique_count':
      return tallyOf(definition.kind, facts.tally(definition.field, meant))
    case 'rfm': {
      const spent = sumOf(definition, facts, meant.window)
      return ifAny(`concat(toString(${count}), ' ', ${spent.sum})`)
    }
    case 'lifetime_value': {
      const earned = sumOf(definition, facts, null)
      const lost = definition.minus ? sumOf(definition.minus, facts, null) : null
      const any = lost ? `greatest(${earned.count}, ${lost.count})` : earned.count
      return `if(${any} > 0, concat(${earned.sum}, ' ', ${lost?.sum ?? `'0'`}), '')`
    }
  }
}

function lastDays(amount: number): EventWindow {
  return { kind: 'last', amount, unit: 'day' }
}

type Facts = MemberParts['facts']

function aggregateOf(
  {
    kind,
    field,
    event,
    where,
    where_match,
  }: Extract<ComputedDefinition, { kind: 'sum' | 'average' | 'smallest' | 'largest' }>,
  facts: Facts,
  window: EventWindow | null,
): string {
  const columns = facts.aggregateColumns({ of: kind, field, event, where, where_match }, window)
  if (!columns) return `''`
  const ifAny = (figure: string) => `if(${columns.count()} > 0, ${figure}, '')`
  switch (kind) {
    case 'sum':
      return ifAny(`toString(${columns.sum()})`)
    case 'average':
      return ifAny(`concat(toString(${columns.sum()}), ' ', toString(${columns.count()}))`)
    case 'smallest':
    case 'largest':
      return ifAny(`toString(${columns[kind]()})`)
  }
}

function sumOf(
  { field, event, where, where_match }: EventFilter & { field: string },
  facts: Facts,
  window: EventWindow | null,
): { sum: string; count: string } {
  const columns = facts.aggregateColumns({ of: 'sum', field, event, where, where_match }, window)
  return columns
    ? { sum: `toString(${columns.sum()})`, count: `toUInt64(${columns.count()})` }
    : { sum: `'0'`, count: 'toUInt64(0)' }
}

function tallyOf(
  kind: 'most_frequent' | 'unique_list' | 'unique_count',
  tally: { values: string; counts: string } | null,
): string {
  if (!tally) return `''`
  const { values, counts } = tally
  switch (kind) {
    case 'most_frequent':
      return `if(empty(${values}), '', toJSONString(${values}[indexOf(${counts}, arrayMax(${counts}))]))`
    case 'unique_list':
      return `if(empty(${values}), '', toJSONString(arraySlice(${values}, 1, ${MAX_LIST})))`
    case 'unique_count':
      return `if(empty(${values}), '', toString(length(${values})))`
  }
}
