import { sql } from 'kysely'
import type { RecordFile } from '../../../model/record-file.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { Place } from './record-files.ts'

const eventNames = { added: 'File Added', removed: 'File Removed', restored: 'File Restored' } as const

type Story = { kind: keyof typeof eventNames; place: Place; file: RecordFile }

/** Tells of a file in the transaction of its change: in the audit log, as news, and on the timelines it concerns. */
export async function tellOfFile(
  trx: Trx,
  actor: Actor,
  { kind, place: { object, id }, file }: Story,
): Promise<void> {
  const { name, type, size } = file
  await audit(trx, actor, {
    action: `file.${kind}`,
    subject: { type: object, id, name },
    details: { file: file.id, type, size },
  })
  await publish(trx, [{ type: `file.${kind}`, payload: { object, id, file: file.id, name } }])
  const { personRef, companyRef } = await concerned(trx, { object, id })
  if (personRef === null && companyRef === null) return
  const properties = { file_id: file.id, file_name: name, size, object, record_id: id }
  await recordEvent(trx, {
    type: 'track',
    event: eventNames[kind],
    personRef,
    companyRef,
    properties,
    at: new Date(),
  })
}

type Concerned = { personRef: string | null; companyRef: string | null }

async function concerned(trx: Trx, { object, id }: Place): Promise<Concerned> {
  if (object === 'person') return { personRef: id, companyRef: null }
  if (object === 'company') return { personRef: null, companyRef: id }
  const nobody = { personRef: null, companyRef: null }
  if (object !== 'deal') return nobody
  const { rows } = await sql<Concerned>`
    select person_ref as "personRef", company_id as "companyRef" from deals where id = ${id}::uuid`.execute(
    trx,
  )
  return rows[0] ?? nobody
}
