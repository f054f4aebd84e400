import type { Condition, EventCondition, SegmentDefinition } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { compileComparison } from './comparison.ts'
import { createEventCounts, eventColumns, type EventCounts } from './event-counts.ts'
import { createFieldColumns, type FieldColumns } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import { createParams, type QueryParams } from './params.ts'

/** Whom a scan looks at: everybody, or these people, whose events lie under these identifiers. */
export type Scope = 'everybody' | { people: readonly string[]; identifiers: readonly string[] }

export type Scan = { query: string; params: Params }

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** A scan while it is put together: what it needs of people and of their events. */
type Parts = {
  params: QueryParams
  traits: FieldColumns
  properties: FieldColumns
  counts: EventCounts
  now: number
}

/**
 * One query that answers all definitions at once: a row for each person who satisfies any of them, with the places of
 * those definitions in the list (`held`, counted from 0). The scope only narrows which rows are read, so the answer
 * about a person is the same in both. `now` is in ms since 1970.
 */
export function compileScan(definitions: readonly SegmentDefinition[], scope: Scope, now: number): Scan {
  const params = createParams()
  const properties = createFieldColumns('properties')
  const counts = createEventCounts(properties, params)
  const parts = { params, traits: createFieldColumns('traits'), properties, counts, now }
  const conditions = definitions.map((definition) => compileGroup(definition, parts))
  const events =
    counts.columns.size > 0 ? `left any join (${countsSql(scope, parts)}) as e on e.person = p.person_id` : ''
  const query = `
    select person_id, arrayFilter((place, holds) -> holds, range(${conditions.length}), [${conditions.join(', ')}]) as held
    from (${peopleSql(scope, parts)}) as p ${events}
    where notEmpty(held)
    settings join_use_nulls = 0, precise_float_parsing = 1, optimize_aggregation_in_order = 1`
  return { query, params: params.values }
}

function compileGroup(
  { match, conditions }: { match: 'all' | 'any'; conditions: Condition[] },
  parts: Parts,
): string {
  return joinConditions(
    match,
    conditions.map((condition) => compileCondition(condition, parts)),
  )
}

function compileCondition(condition: Condition, parts: Parts): string {
  switch (condition.kind) {
    case 'event':
      return compileEventCondition(condition, parts.counts)
    case 'trait':
      return compileComparison(condition.comparison, parts.traits, parts.params)
    case 'group':
      return compileGroup(condition, parts)
  }
}

function compileEventCondition(condition: EventCondition, counts: EventCounts): string {
  return `${counts.columnOf(condition)} ${condition.did ? '>=' : '<'} ${condition.times}`
}

function peopleSql(scope: Scope, { traits, params }: Parts): string {
  const mine = scope === 'everybody' ? '' : `where person_id in ${params.add('Array(UUID)', scope.people)}`
  return `select ${['person_id', ...traits.definitions].join(', ')} from people final ${mine}`
}

/**
 * What each person did. Counted by identifier first, in the order in which events are stored, so that the question
 * whose identifier it is by now is asked once for each and not once for each event.
 */
function countsSql(scope: Scope, { counts, properties, params, now }: Parts): string {
  const columns = [...counts.columns]
  const mine =
    scope === 'everybody' ? '' : `identifier_id in ${params.add('Array(UUID)', scope.identifiers)} and`
  const read = ['identifier_id', 'person_id', 'type', ...eventColumns(params, now), ...properties.definitions]
  return `
    select if(moved_to = toUUID('${NOBODY}'), stored, moved_to) as person, ${columns.map(([name]) => `sum(i.${name}) as ${name}`).join(', ')}
    from (
      select any(person_id) as stored, joinGet('identity_overrides', 'person_id', identifier_id) as moved_to,
        ${columns.map(([name, aggregate]) => `${aggregate} as ${name}`).join(', ')}
      from (select ${read.join(', ')} from events where ${mine} ${counts.relevant()})
      group by identifier_id
    ) as i
    group by person`
}
