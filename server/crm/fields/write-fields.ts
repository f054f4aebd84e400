import { isDeepStrictEqual } from 'node:util'
import type { Field } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireWritableFields } from '../objects/record-rights.ts'
import { checkValues, type FieldProblem, type FieldsRow } from './check-values.ts'
import { storeOf, type HeldRecord, type ValuesToStore } from './field-store.ts'
import { shareFields } from './fields-lock.ts'
import { listFields } from './find-fields.ts'
import { keepValues } from './keep-values.ts'
import { findToKeep } from './references.ts'
import { loadStages } from './required-fields.ts'
import { tellOfFields } from './tell-of-fields.ts'

export type FieldsOutcome = {
  /** Records that have other values now, by the id that was given. */
  written: ValuesToStore[]
  refused: { id: string; problems: FieldProblem[] }[]
}

/**
 * Writes custom values of many records of an object in a few statements: validated by type, required and unique
 * respected, told in audit log, news and timelines. A row that is refused stays as it was and holds up no other. Throws
 * `forbidden` for a field that the caller may not change.
 */
export async function writeFields(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: { object: string; rows: FieldsRow[]; at: Date },
): Promise<FieldsOutcome> {
  const keys = rows.flatMap(({ values }) => Object.keys(values))
  requireWritableFields(actor, object, [...new Set(keys)])
  await shareFields(trx, object)
  const fields = await listFields(trx, object)
  const store = storeOf(object)
  const held = new Map(
    (
      await store.lock(
        trx,
        actor,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.askedFor, one]),
  )
  const referred = await findToKeep(trx, actor, { fields, values: rows.map(({ values }) => values) })
  const stages = await loadStages(trx, fields, [...held.values()])
  const outcome: FieldsOutcome = { written: [], refused: [] }
  for (const row of rows) {
    const record = held.get(row.id)
    const checked = record
      ? checkValues({ fields, referred, stages }, record, row)
      : { problems: [{ field: 'id', problem: 'There is no record with this id.' }] }
    if ('problems' in checked) outcome.refused.push({ id: row.id, problems: checked.problems })
    else if (record) addChanged(outcome.written, record, checked.values)
  }
  await keepUnlessTaken(trx, fields, outcome)
  if (outcome.written.length === 0) return outcome
  await store.store(trx, outcome.written, { at, by: actor.id })
  await tellOfFields(trx, actor, { object, written: outcome.written, at })
  return outcome
}

function addChanged(written: ValuesToStore[], held: HeldRecord, values: JsonObject): void {
  const changed = Object.entries(values).filter(
    ([key, value]) => !isDeepStrictEqual(value, held.values[key] ?? null),
  )
  if (changed.length > 0) written.push({ held, values: Object.fromEntries(changed) })
}

/** Rows that want a value which another record has move over to those refused. */
async function keepUnlessTaken(trx: Trx, fields: Field[], outcome: FieldsOutcome): Promise<void> {
  const taken = await keepValues(trx, fields, outcome.written)
  for (const { ref, problem } of taken) {
    const row = outcome.written.find(({ held }) => held.ref === ref)
    if (row) outcome.refused.push({ id: row.held.askedFor, problems: [problem] })
  }
  const refs = new Set(taken.map(({ ref }) => ref))
  outcome.written = outcome.written.filter(({ held }) => !refs.has(held.ref))
}
