import { sql } from 'kysely'
import type { FactUndo } from '../../../people/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'

/** The columns of a deal that an import may change. */
export type DealColumns = {
  name: string
  amount: number | null
  currency: string
  expected_close_on: string | null
  person_ref: string | null
  company_id: string | null
  owner_id: string | null
  owner_name: string | null
  stage_id: string
}

/** What it takes to take a change back. */
export type ChangeUndo = {
  facts: FactUndo[]
  deal?: { before: DealColumns; after: DealColumns }
}

export type RecordedChange = {
  file: number
  row: number
  object: 'people' | 'companies' | 'deals' | 'pipelines'
  recordId: string
  label: string
  kind: 'created' | 'updated'
  undo: ChangeUndo
}

/** Keeps what a run changed, in the transaction of the change. */
export async function recordChanges(trx: Trx, importId: string, changes: RecordedChange[]): Promise<void> {
  if (changes.length === 0) return
  const input = changes.map(({ recordId, label, ...change }) => ({
    ...change,
    record_id: recordId,
    label: label.slice(0, 200),
  }))
  await sql`
    insert into import_changes (import_id, file, row, object, record_id, label, kind, undo)
    select ${importId}, file, row, object, record_id, label, kind, undo
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (file int, row int, object text, record_id uuid, label text, kind text, undo jsonb)
    order by file, row`.execute(trx)
}

export type ExternalId = {
  object: 'companies' | 'deals'
  system: string
  externalId: string
  recordId: string
}

/** Remembers which ids records have elsewhere. */
export async function recordExternalIds(trx: Trx, ids: ExternalId[]): Promise<void> {
  if (ids.length === 0) return
  const unique = new Map(ids.map((one) => [`${one.object} ${one.system} ${one.externalId}`, one]))
  const input = [...unique.values()].map(({ externalId, recordId, ...one }) => ({
    ...one,
    external_id: externalId,
    record_id: recordId,
  }))
  await sql`
    insert into external_ids (object, system, external_id, record_id)
    select object, system, external_id, record_id
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (object text, system text, external_id text, record_id uuid)
    on conflict (object, system, external_id) do update
      set record_id = excluded.record_id`.execute(trx)
}
