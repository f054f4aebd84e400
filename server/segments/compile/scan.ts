import { membersOf, type SegmentDefinition } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { compileGroup } from './compile-condition.ts'
import { createMemberParts, idColumn, type MemberParts } from './member-parts.ts'
import { companyRows, personRows } from './member-rows.ts'
import { createParams } from './params.ts'
import type { Companies, Scope } from './scope.ts'

export type Scan = { query: string; params: Params }

/** For every scan: what joins give for nobody is 0, and numbers are read exactly. */
export const SETTINGS =
  'settings join_use_nulls = 0, precise_float_parsing = 1, optimize_aggregation_in_order = 1'

/**
 * One query that answers all definitions at once, which must be of the same: a row for each person (or company) who
 * satisfies any of them (`member_id`), with the places of those definitions in the list (`held`, counted from 0). The scope
 * only narrows which rows are read, so the answer about somebody is the same in both. `now` is in ms since 1970. Segments
 * that definitions name must be replaced by their conditions, or by their lists.
 */
export function compileScan(
  definitions: readonly SegmentDefinition[],
  scope: Scope | Companies,
  now: number,
): Scan {
  const params = createParams()
  const members = membersOf(definitions[0] ?? null)
  const parts = createMemberParts(members, params, now)
  const conditions = definitions.map((definition) => compileGroup(definition, parts))
  const query = `
    select ${idColumn(members)} as member_id,
      arrayFilter((place, holds) -> holds, range(${conditions.length}), [${conditions.join(', ')}]) as held
    from ${memberRows(parts, scope)}
    where notEmpty(held)
    ${SETTINGS}`
  return { query, params: params.values }
}

/** The rows of whoever the question is about in the scope, which must be one of those. */
export function memberRows(parts: MemberParts, scope: Scope | Companies): string {
  if (scope === 'everybody')
    return parts.members === 'people' ? personRows(parts, scope) : companyRows(parts, scope)
  if (!('companies' in scope)) return personRows(parts, scope)
  return companyRows(parts, { ...scope, companies: parts.params.add('Array(UUID)', scope.companies) })
}
