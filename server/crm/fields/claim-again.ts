import { systemActor } from '../../access/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { storeOf } from './field-store.ts'
import { shareFields } from './fields-lock.ts'
import { listFields } from './find-fields.ts'
import { keepValues } from './keep-values.ts'
import { refusedFields } from './start-fields.ts'

/** Claims the unique values of a record that is restored. Throws `validation_failed` when another has one by now. */
export async function claimAgain(trx: Trx, object: string, id: string): Promise<void> {
  await shareFields(trx, object)
  const fields = await listFields(trx, object)
  const [held] = await storeOf(object).lock(trx, systemActor, [id])
  const taken = held ? await keepValues(trx, fields, [{ held, values: held.values }]) : []
  if (taken.length > 0) throw refusedFields(taken.map(({ problem }) => problem))
}
