import { sql } from 'kysely'
import { recordEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { dealEvent } from '../../deals/deal-event.ts'
import type { ExistingDeal } from '../plan/find-deal-parts.ts'
import type { DealWrite } from '../plan/plan-deals.ts'
import { dayOf } from '../values/parse-date.ts'
import type { ApplyContext } from './apply-context.ts'
import type { DealColumns } from './changes.ts'

/** The columns of a deal before an import changes them. */
export function columnsBefore(existing: ExistingDeal): DealColumns {
  const {
    name,
    amount,
    currency,
    expected_close_on,
    person_ref,
    company_id,
    owner_id,
    owner_name,
    stage_id,
  } = existing
  return { name, amount, currency, expected_close_on, person_ref, company_id, owner_id, owner_name, stage_id }
}

/** The columns of a deal as an import leaves them; what the file does not say stays. */
export function columnsAfter({ existing, ...write }: DealWrite): DealColumns {
  const { moves, person, company, owner } = write
  const isMoved = write.changed.includes('stage_id')
  return {
    name: write.name,
    amount: write.amount,
    currency: write.currency,
    expected_close_on: moves.closeDay ? dayOf(moves.closeDay) : (existing?.expected_close_on ?? null),
    person_ref: person?.ref ?? existing?.person_ref ?? null,
    company_id: company?.id ?? existing?.company_id ?? null,
    owner_id: owner ? owner.id : (existing?.owner_id ?? null),
    owner_name: owner ? owner.name : (existing?.owner_name ?? null),
    stage_id: isMoved || !existing ? write.stage.id : existing.stage_id,
  }
}

/** Writes the changed columns of deals that are there already, with their moves and events. */
export async function updateDeals(trx: Trx, writes: DealWrite[], ctx: ApplyContext): Promise<void> {
  if (writes.length === 0) return
  const input = writes.map((write) => ({
    id: write.id,
    ...columnsAfter(write),
    closed_at: write.stage.kind === 'open' ? null : (write.moves.stages.at(-1)?.at ?? new Date(ctx.now)),
  }))
  await writeColumns(trx, input, new Date(ctx.now))
  const moved = writes.filter(({ changed }) => changed.includes('stage_id'))
  const moves = moved.map(({ id, existing, stage }) => ({
    deal_id: id,
    from: existing?.stage_id,
    to: stage.id,
  }))
  await sql`
    insert into deal_stage_history (deal_id, from_stage_id, to_stage_id, at, actor_name)
    select deal_id, "from", "to", ${new Date(ctx.now)}, ${ctx.actorName}
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as n (deal_id uuid, "from" uuid, "to" uuid)`.execute(
    trx,
  )
  await recordEvent(trx, ...writes.flatMap((write) => eventsOf(write, new Date(ctx.now))))
}

type ColumnsOfDeal = DealColumns & { id: string; closed_at: Date | null }

/** Writes these columns. An amount that follows line items stays theirs; a deal that comes into another stage goes to the end of its column. */
export async function writeColumns(trx: Trx, rows: ColumnsOfDeal[], at: Date): Promise<void> {
  await sql`
    update deals d set name = n.name, person_ref = n.person_ref,
      amount = case when d.amount_source = 'manual' then n.amount else d.amount end,
      currency = case when d.amount_source = 'manual' then n.currency else d.currency end,
      company_id = n.company_id, owner_id = n.owner_id, owner_name = n.owner_name,
      expected_close_on = n.expected_close_on, stage_id = n.stage_id, version = d.version + 1, updated_at = ${at},
      entered_stage_at = case when d.stage_id = n.stage_id then d.entered_stage_at else ${at} end,
      closed_at = case when d.stage_id = n.stage_id then d.closed_at else n.closed_at end,
      rank = case when d.stage_id = n.stage_id then d.rank
        else coalesce((select max(o.rank) from deals o where o.stage_id = n.stage_id), 0) + n.place end
    from (
      select *, row_number() over () as place from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
        id uuid, name text, amount numeric, currency text, person_ref uuid, company_id uuid, owner_id text,
        owner_name text, expected_close_on date, stage_id uuid, closed_at timestamptz)
    ) n
    where d.id = n.id`.execute(trx)
}

function eventsOf(write: DealWrite, at: Date) {
  const { existing, pipeline, stage, changed } = write
  const after = columnsAfter(write)
  const story = {
    deal: {
      id: write.id,
      name: after.name,
      amount: after.amount,
      currency: after.currency,
      companyId: after.company_id,
    },
    personRef: after.person_ref,
    pipeline: pipeline.name,
    at,
  }
  const from = pipeline.stages.find(({ id }) => id === existing?.stage_id)?.name
  const fields = changed.filter((name) => name !== 'stage_id')
  return [
    ...(changed.includes('stage_id')
      ? [dealEvent({ ...story, kind: 'stage_changed', fromStage: from, toStage: stage.name })]
      : []),
    ...(fields.length > 0 ? [dealEvent({ ...story, kind: 'changed', changed: fields })] : []),
  ]
}
