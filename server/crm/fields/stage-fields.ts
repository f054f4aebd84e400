import { sql } from 'kysely'
import type { Stage } from '../../../model/deal.ts'
import type { JsonObject } from '../../../model/json.ts'
import { fail } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { missingCustomFields } from './required-fields.ts'

/** Throws `validation_failed` when a deal lacks custom values that are required once it has come as far as this stage. */
export async function requireStageFields(trx: Trx, dealId: string, stage: Stage): Promise<void> {
  const { rows } = await sql<{ fields: JsonObject }>`select fields from deals where id = ${dealId}`.execute(
    trx,
  )
  const values = rows[0]?.fields ?? {}
  const required = await missingCustomFields(trx, { object: 'deal', values, stageId: stage.id })
  const missing = required.filter((field) => field.required_from_stage !== null)
  if (missing.length === 0) return
  throw fail(
    'validation_failed',
    `The stage "${stage.name}" asks for more: fill in ${missing.map(({ label }) => label).join(', ')}.`,
    missing.map(({ key, label }) => ({
      field: `fields.${key}`,
      problem: `The stage "${stage.name}" asks for ${label}.`,
    })),
  )
}
