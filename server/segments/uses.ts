import { sql } from 'kysely'
import { countConditions } from '../../model/segment-condition.ts'
import type { SegmentDefinition } from '../../model/segment.ts'
import { fail } from '../platform/errors.ts'
import type { Trx } from '../platform/relational/index.ts'
import { expand, loadDefinitions, segmentsIn, type Definitions } from './expand-segments.ts'

const USES_LOCK = 714_202_613
const MAX_EXPANDED = 200

/**
 * Refuses a definition that names an unknown segment, that leads back to itself (`id`, null for a new one), or that means
 * too many conditions with those of the segments it names. Until the transaction ends nobody else changes what names what.
 * Throws `validation_failed`.
 */
export async function checkUses(trx: Trx, id: string | null, definition: SegmentDefinition): Promise<void> {
  if (segmentsIn(definition.conditions).length === 0) return
  await lockUses(trx)
  const definitions = new Map(await loadDefinitions(trx))
  if (id !== null) definitions.set(id, definition)
  const named = segmentsIn(definition.conditions)
  if (named.some((one) => !definitions.has(one))) throw refusal('It names a segment that does not exist.')
  if (id !== null && named.some((one) => leadsTo(one, id, definitions)))
    throw refusal('It names a segment which is made of this one: a segment cannot be part of itself.')
  if (countConditions(expand(definition, definitions).conditions) > MAX_EXPANDED)
    throw refusal(`With the conditions of the segments it names it has more than ${MAX_EXPANDED}.`)
}

/** The ids of the segments whose conditions name this one, directly or by way of others. */
export async function usersOf(trx: Trx, id: string): Promise<string[]> {
  await lockUses(trx)
  const definitions = await loadDefinitions(trx)
  return [...definitions.keys()].filter((one) => one !== id && leadsTo(one, id, definitions))
}

function lockUses(trx: Trx) {
  return sql`select pg_advisory_xact_lock(${USES_LOCK})`.execute(trx)
}

function leadsTo(from: string, to: string, definitions: Definitions, passed = new Set<string>()): boolean {
  if (from === to) return true
  if (passed.has(from)) return false
  passed.add(from)
  return segmentsIn(definitions.get(from)?.conditions ?? []).some((one) =>
    leadsTo(one, to, definitions, passed),
  )
}

function refusal(problem: string) {
  return fail('validation_failed', problem, [{ field: 'definition.conditions', problem }])
}
