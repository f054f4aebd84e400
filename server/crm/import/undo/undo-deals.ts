import { sql } from 'kysely'
import { recordEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { dealEvent } from '../../deals/deal-event.ts'
import { writeColumns } from '../apply/update-deals.ts'
import type { DealColumns } from '../apply/changes.ts'
import type { Kept, StoredChange } from './stored-change.ts'

type DealNow = DealColumns & { id: string; version: number; pipeline: string; deleted: boolean }

/** Takes back what an import did to deals. What somebody has changed since stays, and is told. */
export async function undoDeals(trx: Trx, changes: StoredChange[], at: Date): Promise<Kept> {
  const mine = changes.filter(({ object }) => object === 'deals')
  if (mine.length === 0) return new Map()
  const now = await lockDeals(
    trx,
    mine.map(({ record_id }) => record_id),
  )
  const kept: Kept = new Map()
  await removeCreated(trx, mine, { now, kept, at })
  await restoreUpdated(trx, mine, { now, kept, at })
  return kept
}

type Undoing = { now: Map<string, DealNow>; kept: Kept; at: Date }

async function lockDeals(trx: Trx, ids: string[]): Promise<Map<string, DealNow>> {
  const { rows } = await sql<DealNow>`
    select d.id, d.name, d.amount::float8 as amount, d.currency, d.person_ref, d.company_id, d.owner_id, d.owner_name,
      to_char(d.expected_close_on, 'YYYY-MM-DD') as expected_close_on, d.stage_id, d.version, p.name as pipeline,
      d.deleted_at is not null as deleted
    from deals d join pipelines p on p.id = d.pipeline_id
    where d.id = any(${ids}::uuid[]) order by d.id for update of d`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A deal that nobody has touched since goes; its owners' timelines tell of it, if they outlive the undo. */
async function removeCreated(trx: Trx, changes: StoredChange[], { now, kept, at }: Undoing): Promise<void> {
  const created = changes.flatMap((change) => {
    const deal = now.get(change.record_id)
    if (change.kind !== 'created' || !deal || deal.deleted) return []
    if (deal.version > 1) kept.set(change.id, ['it was changed since'])
    return deal.version > 1 ? [] : [deal]
  })
  const ids = created.map(({ id }) => id)
  await sql`delete from deals where id = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from external_ids where object = 'deals' and record_id = any(${ids}::uuid[])`.execute(trx)
  const outliving = await notImported(trx, created, changes[0]?.import_id ?? '')
  await recordEvent(trx, ...outliving.map((deal) => dealEvent({ ...storyOf(deal, at), kind: 'deleted' })))
}

/** The deals whose person or company was there before the import. */
async function notImported(trx: Trx, deals: DealNow[], importId: string): Promise<DealNow[]> {
  const owners = deals.flatMap(({ person_ref, company_id }) =>
    [person_ref, company_id].filter((id) => id !== null),
  )
  const { rows } = await sql<{ record_id: string }>`
    select distinct record_id from import_changes
    where import_id = ${importId}::uuid and kind = 'created' and record_id = any(${owners}::uuid[])`.execute(
    trx,
  )
  const imported = new Set(rows.map(({ record_id }) => record_id))
  return deals.filter(({ person_ref, company_id }) => !imported.has(person_ref ?? company_id ?? ''))
}

function storyOf({ id, name, amount, currency, company_id, person_ref, pipeline }: DealNow, at: Date) {
  return { deal: { id, name, amount, currency, companyId: company_id }, personRef: person_ref, pipeline, at }
}

const columnNames: [keyof DealColumns, string][] = [
  ['name', 'the name'],
  ['amount', 'the amount'],
  ['currency', 'the currency'],
  ['expected_close_on', 'the close date'],
  ['person_ref', 'the person'],
  ['company_id', 'the company'],
  ['owner_name', 'the owner'],
  ['stage_id', 'the stage'],
]

async function restoreUpdated(trx: Trx, changes: StoredChange[], { now, kept, at }: Undoing): Promise<void> {
  const restored = changes.flatMap((change) => {
    const deal = now.get(change.record_id)
    const undo = change.undo.deal
    if (!undo || !deal) return []
    const { columns, left } = restoreColumns(deal, undo)
    if (left.length > 0)
      kept.set(
        change.id,
        left.map((name) => `${name} was changed since`),
      )
    return [{ deal, columns }]
  })
  const rows = restored.map(({ deal, columns }) => ({ id: deal.id, ...columns, closed_at: null }))
  await writeColumns(trx, rows, at)
  await removeMoves(
    trx,
    restored.flatMap(({ deal, columns }) =>
      columns.stage_id === deal.stage_id
        ? []
        : [{ deal_id: deal.id, from: columns.stage_id, to: deal.stage_id }],
    ),
  )
  await restoreClosing(
    trx,
    restored.map(({ deal }) => deal.id),
    at,
  )
  await recordEvent(
    trx,
    ...restored.map(({ deal, columns }) =>
      dealEvent({ ...storyOf({ ...deal, ...columns }, at), kind: 'changed', changed: ['import undone'] }),
    ),
  )
}

function restoreColumns(
  deal: DealNow,
  { before, after }: { before: DealColumns; after: DealColumns },
): { columns: DealColumns; left: string[] } {
  const left: string[] = []
  const columns = Object.fromEntries(
    columnNames.map(([column, name]) => {
      if (before[column] === after[column]) return [column, deal[column]]
      if (deal[column] === after[column]) return [column, before[column]]
      left.push(name)
      return [column, deal[column]]
    }),
  ) as DealColumns
  const isOwnerBack = columns.owner_name === before.owner_name
  return { columns: { ...columns, owner_id: isOwnerBack ? before.owner_id : deal.owner_id }, left }
}

/** A deal that goes back to its stage also goes back in its history. */
async function restoreClosing(trx: Trx, ids: string[], at: Date): Promise<void> {
  const cameThere = sql`(
    select max(h.at) from deal_stage_history h where h.deal_id = d.id and h.to_stage_id = d.stage_id)`
  await sql`
    update deals d set
      closed_at = case when s.kind = 'open' then null else coalesce(d.closed_at, ${cameThere}, ${at}) end,
      entered_stage_at = coalesce(${cameThere}, d.entered_stage_at)
    from stages s where s.id = d.stage_id and d.id = any(${ids}::uuid[])`.execute(trx)
}

/** The moves that the import made and that are taken back. */
async function removeMoves(trx: Trx, moves: { deal_id: string; from: string; to: string }[]): Promise<void> {
  await sql`
    delete from deal_stage_history where id in (
      select max(h.id) from deal_stage_history h
      join jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as n (deal_id uuid, "from" uuid, "to" uuid)
        on h.deal_id = n.deal_id and h.from_stage_id = n."from" and h.to_stage_id = n."to"
      group by h.deal_id
    )`.execute(trx)
}
