import { sql } from 'kysely'
import type { SegmentDefinition } from '../../model/segment.ts'
import type { SegmentPace } from '../../model/segment-cost.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { evaluable, loadDefinitions, segmentsIn, type Defined } from './expand-segments.ts'

/** What an evaluation needs of a segment; segments that its definition names are replaced by their conditions. */
export type EvaluatedSegment = {
  id: string
  name: string
  version: number
  definition: SegmentDefinition
  /** Whether it is never slowed down, whatever it costs. */
  exempt: boolean
  /** When its members were last known to be those who satisfy the conditions. */
  evaluated_at: Date | null
}

/** The segments that are kept up as people change, or those of one state or pace only, oldest first. */
export async function listEvaluated(
  db: Queryable,
  states: readonly ('live' | 'building')[] = ['live', 'building'],
  paces: readonly SegmentPace[] = ['live', 'returning'],
): Promise<EvaluatedSegment[]> {
  const { rows } = await sql<Omit<EvaluatedSegment, 'definition'> & Defined>`
    select id, name, version, definition, members, list_id as list, evaluated_at, exempt from segments
    where state = any(${[...states]}::text[]) and pace = any(${[...paces]}::text[]) order by created_at, id`.execute(
    db,
  )
  const namesOthers = rows.some(({ definition }) => segmentsIn(definition?.conditions ?? []).length > 0)
  const definitions = namesOthers ? await loadDefinitions(db) : new Map<string, Defined>()
  return rows.map(({ list, members, ...row }) => ({
    ...row,
    definition: evaluable({ ...row, list, members }, definitions),
  }))
}

/** Locks these segments against any other change of who belongs to them; leaves out what was redefined or removed. */
export async function lockUnchanged(trx: Trx, segments: EvaluatedSegment[]): Promise<EvaluatedSegment[]> {
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from segments
    where id = any(${segments.map(({ id }) => id)}::uuid[]) and state in ('live', 'building') order by id for update`.execute(
    trx,
  )
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  return segments.filter(({ id, version }) => versions.get(id) === version)
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
