import type { SegmentDefinition } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { createParams } from './params.ts'
import { compileGroup, createPersonParts, personRows } from './person-query.ts'
import type { Scope } from './scope.ts'

export type Scan = { query: string; params: Params }

/** For every scan: what joins give for nobody is 0, and numbers are read exactly. */
export const SETTINGS =
  'settings join_use_nulls = 0, precise_float_parsing = 1, optimize_aggregation_in_order = 1'

/**
 * One query that answers all definitions at once: a row for each person who satisfies any of them, with the places of
 * those definitions in the list (`held`, counted from 0). The scope only narrows which rows are read, so the answer
 * about a person is the same in both. `now` is in ms since 1970. Segments that definitions name must be replaced by their
 * conditions, or by their lists.
 */
export function compileScan(definitions: readonly SegmentDefinition[], scope: Scope, now: number): Scan {
  const params = createParams()
  const parts = createPersonParts(params, now)
  const conditions = definitions.map((definition) => compileGroup(definition, parts))
  const query = `
    select person_id, arrayFilter((place, holds) -> holds, range(${conditions.length}), [${conditions.join(', ')}]) as held
    from ${personRows(parts, scope)}
    where notEmpty(held)
    ${SETTINGS}`
  return { query, params: params.values }
}
