import { sql } from 'kysely'
import type { ComputedDefinition } from '../../model/computed-trait.ts'
import { conditionsOf } from '../../model/score.ts'
import { countConditions } from '../../model/segment-condition.ts'
import { namedOwners, namedSegments, subjectProblems } from '../../model/segment-subjects.ts'
import { membersOf, type SegmentDefinition } from '../../model/segment.ts'
import type { SegmentUse } from '../../model/segment-use.ts'
import { fail } from '../platform/errors.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { expand, loadDefinitions, segmentsIn, type Definitions } from './expand-segments.ts'

const USES_LOCK = 714_202_613
const MAX_EXPANDED = 200

/**
 * Refuses a definition that names an unknown segment or owner, that leads back to itself (`id`, null for a new one), or that means
 * too many conditions with those of the segments it names. Until the transaction ends nobody else changes what names what.
 * Throws `validation_failed`.
 */
export async function checkUses(trx: Trx, id: string | null, definition: SegmentDefinition): Promise<void> {
  await checkOwners(trx, definition)
  if (segmentsIn(definition.conditions).length === 0) return
  await lockUses(trx)
  const definitions = new Map(await loadDefinitions(trx))
  if (id !== null) definitions.set(id, { definition, list: null, members: membersOf(definition) })
  const named = segmentsIn(definition.conditions)
  const misplaced = namedSegments(definition).find(
    (one) => (definitions.get(one.id)?.members ?? 'people') !== one.members,
  )
  if (named.some((one) => !definitions.has(one))) throw refusal('It names a segment that does not exist.')
  if (misplaced)
    throw refusal(
      `It names a segment that is not of ${misplaced.members} where one of ${misplaced.members} is meant.`,
    )
  if (id !== null && named.some((one) => leadsTo(one, id, definitions)))
    throw refusal('It names a segment which is made of this one: a segment cannot be part of itself.')
  const whole = expand(definition, definitions)
  const [problem] = subjectProblems(whole)
  if (problem) throw refusal(`With the conditions of the segments it names: ${problem.problem}`)
  if (countConditions(whole.conditions) > MAX_EXPANDED)
    throw refusal(`With the conditions of the segments it names it has more than ${MAX_EXPANDED}.`)
}

async function checkOwners(trx: Trx, { conditions }: SegmentDefinition): Promise<void> {
  const named = [...new Set(namedOwners(conditions))]
  if (named.length === 0) return
  const { rows } = await sql`select from users where id = any(${named}::text[])`.execute(trx)
  if (rows.length < named.length)
    throw refusal('It names an owner who is not, or no longer, a user: choose somebody else, or nobody.')
}

/** The ids of the segments whose conditions name this one, directly or by way of others; those of frozen ones count. */
async function usersOf(trx: Trx, id: string): Promise<string[]> {
  await lockUses(trx)
  const definitions = await loadDefinitions(trx)
  return [...definitions.keys()].filter((one) => one !== id && leadsTo(one, id, definitions))
}

/** The scores whose rules name one of these segments. */
async function scoresOf(db: Queryable, segments: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; definition: ComputedDefinition }>`
    select id, definition from computed_traits where definition ->> 'kind' = 'score' and state <> 'removing'`.execute(
    db,
  )
  return rows.flatMap(({ id, definition }) => {
    const named = definition.kind === 'score' ? segmentsIn(conditionsOf(definition)) : []
    return named.some((one) => segments.includes(one)) ? [id] : []
  })
}

/**
 * What needs a segment: other segments whose conditions name it (its random groups among them), scores with a rule that does, and
 * destinations that hear of it, and enrichment providers that are asked about who enters it.
 */
export async function listUses(db: Queryable, id: string): Promise<SegmentUse[]> {
  const definitions = await loadDefinitions(db)
  const users = [...definitions].flatMap(([one, { definition }]) =>
    one !== id && segmentsIn(definition?.conditions ?? []).includes(id) ? [one] : [],
  )
  const { rows } = await sql<SegmentUse>`
    select 'segment' as kind, id, name from segments where id = any(${users}::uuid[])
    union all
    select 'computed_trait', id, name from computed_traits where id = any(${await scoresOf(db, [id])}::uuid[])
    union all
    select 'destination', id, name from destinations where settings -> 'segment_ids' ? ${id}
    union all
    select 'enrichment_provider', id, name from enrichment_providers
    where deleted_at is null and definition #>> '{automatic,segment_id}' = ${id}
    order by 1 desc, 3, 2`.execute(db)
  return rows
}

/** Who is in a segment made of another one changes with what says who is in that one, and so do scores. */
export async function rebuildUsers(trx: Trx, id: string): Promise<void> {
  const users = await usersOf(trx, id)
  await sql`
    update segments set version = version + 1, state = 'building', error = null, round_at = null, round_upto = null
    where id = any(${users}::uuid[]) and state <> 'copying'`.execute(trx)
  await sql`
    update computed_traits set version = version + 1, state = 'building', error = null, to_build = null
    where id = any(${await scoresOf(trx, [id, ...users])}::uuid[]) and state <> 'removing'`.execute(trx)
}

/** Keeps what names what as it is until the transaction ends. */
export function lockUses(trx: Trx) {
  return sql`select pg_advisory_xact_lock(${USES_LOCK})`.execute(trx)
}

function leadsTo(from: string, to: string, definitions: Definitions, passed = new Set<string>()): boolean {
  if (from === to) return true
  if (passed.has(from)) return false
  passed.add(from)
  return segmentsIn(definitions.get(from)?.definition?.conditions ?? []).some((one) =>
    leadsTo(one, to, definitions, passed),
  )
}

function refusal(problem: string) {
  return fail('validation_failed', problem, [{ field: 'definition.conditions', problem }])
}
