import { sql } from 'kysely'
import type { Field } from '../../../model/field.ts'
import { isEmpty } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { listFields } from './find-fields.ts'

type StagePlace = { id: string; pipeline_id: string; position: number; kind: string }
export type Stages = Map<string, StagePlace>

/**
 * The fields that a record lacks values in which it must have: of a deal in this stage also those required from that
 * stage, or one before it, on.
 */
export async function missingCustomFields(
  db: Queryable,
  { object, values, stageId = null }: { object: string; values: JsonObject; stageId?: string | null },
): Promise<Field[]> {
  const fields = await listFields(db, object)
  const stages = await loadStages(db, fields, [{ stageId }])
  return fields.filter((field) => isEmpty(values[field.key]) && isRequired(field, stageId, stages))
}

/** The stages that fields are required from, and those that records are in. */
export async function loadStages(
  db: Queryable,
  fields: Field[],
  records: { stageId: string | null }[],
): Promise<Stages> {
  const required = fields.flatMap((field) => field.required_from_stage ?? [])
  if (required.length === 0) return new Map()
  const ids = [...new Set([...required, ...records.flatMap(({ stageId }) => stageId ?? [])])]
  const { rows } = await sql<StagePlace>`
    select id, pipeline_id, position, kind from stages where id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether the field must have a value. A deal that is lost needs nothing that only a later stage asks for. */
export function isRequired(field: Field, stageId: string | null, stages: Stages): boolean {
  if (field.required) return true
  const from = field.required_from_stage === null ? undefined : stages.get(field.required_from_stage)
  const stage = stageId === null ? undefined : stages.get(stageId)
  if (!from || stage?.pipeline_id !== from.pipeline_id) return false
  return stage.id === from.id || (stage.kind !== 'lost' && stage.position >= from.position)
}
