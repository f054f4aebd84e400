import { sql } from 'kysely'
import { publish } from '../../platform/outbox/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { EvaluatedSegment } from '../evaluated-segment.ts'

type Slowed = { id: string; name: string; owner_id: string | null; slowed_reason: string }

/**
 * Takes segments that take too long out of what is evaluated as things happen: from now on each is evaluated in pauses,
 * some members at a time. Tells of it once.
 */
export async function slowDown(
  db: Queryable,
  segments: readonly EvaluatedSegment[],
  { at, budget }: { at: number; budget: number },
): Promise<void> {
  if (segments.length === 0) return
  const reason = `One look at those who changed took more than ${budget / 1000} seconds because of it.`
  const known = segments.map(({ id, version }) => ({ id, version }))
  const { rows } = await sql<Slowed>`
    update segments s set
      pace = 'slowed', slowed_at = ${new Date(at)}, slowed_reason = ${reason}, round_at = null, round_upto = null,
      round_page = null, round_slowest = null, round_next = ${new Date(at)}
    from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as n (id uuid, version int)
    where s.id = n.id and s.version = n.version and s.pace <> 'slowed' and not s.exempt
    returning s.id, s.name, s.owner_id, s.slowed_reason`.execute(db)
  await tell(db, 'segment.slowed', rows)
}

/** Lets slowed segments follow what happens again; who changed meanwhile is made up for by one look at everybody. */
export async function speedUp(db: Queryable, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Slowed>`
    update segments set pace = 'returning', slowed_at = null, slowed_reason = null, round_at = null, round_upto = null,
      round_page = null, round_next = null, round_slowest = null
    where id = any(${[...ids]}::uuid[]) and pace = 'slowed'
    returning id, name, owner_id, '' as slowed_reason`.execute(db)
  await tell(db, 'segment.unslowed', rows)
}

function tell(db: Queryable, type: string, rows: Slowed[]): Promise<void> {
  return publish(
    db,
    rows.map(({ id, name, owner_id, slowed_reason }) => ({
      type,
      payload: { segmentId: id, segmentName: name, ownerId: owner_id, reason: slowed_reason },
    })),
  )
}
