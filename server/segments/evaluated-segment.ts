import { sql } from 'kysely'
import type { Condition, SegmentDefinition } from '../../model/segment.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'

/** What an evaluation needs of a segment. */
export type EvaluatedSegment = { id: string; name: string; version: number; definition: SegmentDefinition }

/** The segments that are kept up as people change: those that are live, and those that are being built. */
export async function listEvaluated(db: Queryable): Promise<EvaluatedSegment[]> {
  const { rows } = await sql<EvaluatedSegment>`
    select id, name, version, definition from segments where state in ('live', 'building') order by id`.execute(
    db,
  )
  return rows
}

/** Locks these segments against any other change of who belongs to them; leaves out what was redefined or removed. */
export async function lockUnchanged(trx: Trx, segments: EvaluatedSegment[]): Promise<EvaluatedSegment[]> {
  const { rows } = await sql<EvaluatedSegment>`
    select id, name, version, definition from segments
    where id = any(${segments.map(({ id }) => id)}::uuid[]) and state in ('live', 'building') order by id for update`.execute(
    trx,
  )
  const versions = new Map(segments.map(({ id, version }) => [id, version]))
  return rows.filter(({ id, version }) => versions.get(id) === version)
}

/** Notes that a segment's members are those who satisfied its conditions at this time. */
export async function liveSince(db: Queryable, { id, version }: EvaluatedSegment, at: Date): Promise<void> {
  await sql`
    update segments set state = 'live', error = null, evaluated_at = ${at}
    where id = ${id} and version = ${version} and state in ('building', 'live')`.execute(db)
}

/** Takes a segment out of service with the reason, until its definition is saved again. */
export async function failSegment(
  db: Queryable,
  { id, version }: EvaluatedSegment,
  error: string,
): Promise<void> {
  await sql`
    update segments set state = 'failed', error = ${error.slice(0, 1000)}, updated_at = now()
    where id = ${id} and version = ${version}`.execute(db)
}

/** True when time alone may change who belongs to it: "within the last 30 days". */
export function dependsOnTime({ conditions }: { conditions: Condition[] }): boolean {
  return conditions.some((one) =>
    one.kind === 'group' ? dependsOnTime(one) : one.kind === 'event' && one.days !== null,
  )
}

/** How much a definition adds to a query. */
export function weightOf({ conditions }: { conditions: Condition[] }): number {
  return conditions.reduce(
    (sum, one) =>
      sum + (one.kind === 'group' ? weightOf(one) : one.kind === 'event' ? 1 + one.where.length : 1),
    0,
  )
}
