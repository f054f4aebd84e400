import type { JsonObject } from '../../../model/json.ts'
import { systemActor } from '../../access/index.ts'
import { fail, type KithError } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireWritableFields } from '../objects/record-rights.ts'
import { checkValues, type FieldProblem } from './check-values.ts'
import { storeOf } from './field-store.ts'
import { shareFields } from './fields-lock.ts'
import { listFields } from './find-fields.ts'
import { keepValues } from './keep-values.ts'
import { findToKeep } from './references.ts'
import { missingCustomFields } from './required-fields.ts'
import { beforeAndAfter } from './before-and-after.ts'

type NewRecord = { object: string; id: string; values: JsonObject; at: Date }

/**
 * Gives a record that was just made its custom values, with the defaults of those left out. Gives them as the audit log
 * keeps them, undefined when there are none. Throws `validation_failed` when one is not valid, is taken or is missing.
 */
export async function startFields(
  trx: Trx,
  actor: Actor,
  { object, id, values: given, at }: NewRecord,
): Promise<JsonObject | undefined> {
  requireWritableFields(actor, object, Object.keys(given))
  await shareFields(trx, object)
  const fields = await listFields(trx, object)
  if (fields.length === 0 && Object.keys(given).length === 0) return undefined
  const defaults = Object.fromEntries(fields.map(({ key, default_value }) => [key, default_value]))
  const values = withoutNulls({ ...defaults, ...given })
  // Whoever makes a record for a colleague gives it its values, too.
  const [held] = await storeOf(object).lock(trx, systemActor, [id])
  if (!held) throw fail('not_found')
  const missing = await missingCustomFields(trx, { object, values, stageId: held.stageId })
  if (missing.length > 0)
    throw refusedFields(missing.map(({ key, label }) => ({ field: key, problem: `${label} is required.` })))
  const referred = await findToKeep(trx, actor, { fields, values: [values] })
  const checked = checkValues({ fields, referred, stages: new Map() }, held, { values })
  if ('problems' in checked) throw refusedFields(checked.problems)
  const write = { held, values: checked.values }
  const taken = await keepValues(trx, fields, [write])
  if (taken.length > 0) throw refusedFields(taken.map(({ problem }) => problem))
  if (Object.keys(write.values).length === 0) return undefined
  await storeOf(object).store(trx, [write], { at, by: actor.id })
  return beforeAndAfter(write)
}

/** The error for values that cannot be; `conflict` when somebody else changed one of them meanwhile. */
export function refusedFields(problems: FieldProblem[]): KithError {
  const [first] = problems
  const details = problems.map((one) => ({ ...one, field: `fields.${one.field}` }))
  const isConflict = problems.some((one) => 'now' in one)
  return fail(isConflict ? 'conflict' : 'validation_failed', first?.problem, details)
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  )
}
