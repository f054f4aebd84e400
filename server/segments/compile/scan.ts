import type { Condition, EventCondition, SegmentDefinition } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { compileComparison } from './comparison.ts'
import { createEventCounts, type EventCounts } from './event-counts.ts'
import { createParams, type QueryParams } from './params.ts'

/** Whom a scan looks at: everybody, or these people, whose events lie under these identifiers. */
export type Scope = 'everybody' | { people: readonly string[]; identifiers: readonly string[] }

export type Scan = { query: string; params: Params }

const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * One query that answers all definitions at once: a row for each person who satisfies any of them, with the places of
 * those definitions in the list (`held`, counted from 0). The scope only narrows which rows are read, so the answer
 * about a person is the same in both. `now` is in ms since 1970.
 */
export function compileScan(definitions: readonly SegmentDefinition[], scope: Scope, now: number): Scan {
  const params = createParams()
  const counts = createEventCounts(params, now)
  const conditions = definitions.map(({ match, conditions }) =>
    compileGroup({ match, conditions }, counts, params),
  )
  const events =
    counts.columns.size > 0
      ? `left any join (${countsSql(counts, scope, params)}) as e on e.person = p.person_id`
      : ''
  const query = `
    select p.person_id as person_id, arrayFilter((place, holds) -> holds, range(${conditions.length}), [${conditions.join(', ')}]) as held
    from people as p final ${events}
    where ${scope === 'everybody' ? 'true' : `p.person_id in ${params.add('Array(UUID)', scope.people)}`} and notEmpty(held)
    settings join_use_nulls = 0, precise_float_parsing = 1`
  return { query, params: params.values }
}

type Group = { match: 'all' | 'any'; conditions: Condition[] }

function compileGroup({ match, conditions }: Group, counts: EventCounts, params: QueryParams): string {
  const compiled = conditions.map((condition) => compileCondition(condition, counts, params))
  return `(${compiled.join(match === 'all' ? ' and ' : ' or ')})`
}

function compileCondition(condition: Condition, counts: EventCounts, params: QueryParams): string {
  switch (condition.kind) {
    case 'event':
      return compileEventCondition(condition, counts)
    case 'trait':
      return compileComparison('traits', condition.comparison, params)
    case 'group':
      return compileGroup(condition, counts, params)
  }
}

function compileEventCondition(condition: EventCondition, counts: EventCounts): string {
  return `e.${counts.columnOf(condition)} ${condition.did ? '>=' : '<'} ${condition.times}`
}

/**
 * What each person did. Counted by identifier first, in the order in which events are stored, so that the question
 * whose identifier it is by now is asked once for each and not once for each event.
 */
function countsSql(counts: EventCounts, scope: Scope, params: QueryParams): string {
  const columns = [...counts.columns]
  const mine =
    scope === 'everybody' ? '' : `identifier_id in ${params.add('Array(UUID)', scope.identifiers)} and`
  return `
    select if(moved_to = toUUID('${NOBODY}'), stored, moved_to) as person, ${columns.map(([name]) => `sum(i.${name}) as ${name}`).join(', ')}
    from (
      select any(person_id) as stored, joinGet('identity_overrides', 'person_id', identifier_id) as moved_to,
        ${columns.map(([name, aggregate]) => `${aggregate} as ${name}`).join(', ')}
      from events where ${mine} ${counts.relevant()}
      group by identifier_id
    ) as i
    group by person`
}
