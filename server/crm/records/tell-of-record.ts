import type { Field } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import { audit, systemActor } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { listFields } from '../fields/find-fields.ts'
import { requireObject } from '../objects/find-objects.ts'
import { readWritten } from './find-record.ts'

const verbs = { created: 'Created', changed: 'Updated', deleted: 'Deleted', restored: 'Restored' } as const

type Story = {
  kind: keyof typeof verbs
  object: string
  id: string
  /** What changed, before and after. */
  values?: JsonObject | undefined
  at: Date
}

/**
 * Tells of a record in the transaction of its change: in the audit log, as news, and on the timelines of the person and
 * the company that it names.
 */
export async function tellOfRecord(
  trx: Trx,
  actor: Actor,
  { kind, object, id, values, at }: Story,
): Promise<void> {
  const record = await readWritten(trx, systemActor, { object, id })
  const changed = values ? Object.keys(values) : undefined
  await audit(trx, actor, {
    action: `${object}.${kind}`,
    subject: { type: object, id, name: record.name },
    details: { ...(changed && { changed, values }) },
  })
  const payload = { object, id, name: record.name, at: at.toISOString(), ...(changed && { changed }) }
  await publish(trx, [{ type: `record.${kind}`, payload }])
  const whose = named(await listFields(trx, object), record.fields)
  if (whose.personRef ?? whose.companyRef) {
    const { name } = await requireObject(trx, object)
    const properties = { record_id: id, record_name: record.name, object, ...(changed && { changed }) }
    await recordEvent(trx, { type: 'track', event: `${name} ${verbs[kind]}`, ...whose, properties, at })
  }
}

function named(fields: Field[], values: JsonObject) {
  const first = (target: string) => {
    const ids = fields.filter(({ settings }) => settings.target === target).map(({ key }) => values[key])
    return ids.find((id) => typeof id === 'string') ?? null
  }
  return { personRef: first('person'), companyRef: first('company') }
}
