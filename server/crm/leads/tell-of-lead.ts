import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** How a change of a lead is called on timelines. */
const eventNames = {
  created: 'Lead Created',
  changed: 'Lead Updated',
  converted: 'Lead Converted',
  conversion_undone: 'Lead Conversion Undone',
  deleted: 'Lead Deleted',
  restored: 'Lead Restored',
} as const

type Story = {
  kind: keyof typeof eventNames
  id: string
  /** What changed, before and after. */
  values?: JsonObject
  /** What the event says besides. */
  properties?: JsonObject
  at: Date
}

/** Tells of a lead in the transaction of its change: in the audit log, as news, and on the timeline of its person. */
export async function tellOfLead(
  trx: Trx,
  actor: Actor,
  { kind, id, values, properties, at }: Story,
): Promise<void> {
  const { rows } = await sql<{ name: string; person_ref: string; source: string; status: string }>`
    select r.name, l.person_ref, l.source, l.status from records r join leads l on l.id = r.id where r.id = ${id}::uuid`.execute(
    trx,
  )
  const [lead] = rows
  if (!lead) return
  const changed = values && Object.keys(values)
  await audit(trx, actor, {
    action: `lead.${kind}`,
    subject: { type: 'lead', id, name: lead.name },
    details: { ...(changed && { changed, values }), ...properties },
  })
  const payload = {
    object: 'lead',
    id,
    name: lead.name,
    status: lead.status,
    at: at.toISOString(),
    ...(changed && { changed }),
  }
  await publish(trx, [{ type: `lead.${kind}`, payload }])
  await recordEvent(trx, {
    type: 'track',
    event: eventNames[kind],
    personRef: lead.person_ref,
    companyRef: null,
    at,
    properties: {
      lead_id: id,
      lead_name: lead.name,
      status: lead.status,
      ...(lead.source && { source: lead.source }),
      ...(changed && { changed }),
      ...properties,
    },
  })
}
