import { sql } from 'kysely'
import { invariant } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { ReadyDeal } from './ready-to-import.ts'

/** Inserts the deals that are not there yet, with their stage history, newest on top of each column. Gives their ids. */
export async function insertImported(trx: Trx, deals: ReadyDeal[]): Promise<Set<string>> {
  if (deals.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    with n as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(deals.map(toRow))}::jsonb) as r (
        id uuid, name text, pipeline_id uuid, stage_id uuid, amount numeric, currency text, person_ref uuid,
        company_id uuid, owner_id text, owner_name text, expected_close_on date, entered_stage_at timestamptz, closed_at timestamptz,
        created_at timestamptz, moves jsonb)
    ), made as (
      insert into deals (id, name, pipeline_id, stage_id, amount, currency, person_ref, company_id, owner_id, owner_name,
        expected_close_on, entered_stage_at, closed_at, created_at, updated_at, rank)
      select n.id, n.name, n.pipeline_id, n.stage_id, n.amount, n.currency, n.person_ref, n.company_id, n.owner_id, n.owner_name,
        n.expected_close_on, n.entered_stage_at, n.closed_at, n.created_at, n.entered_stage_at,
        coalesce((select max(rank) from deals d where d.stage_id = n.stage_id), 0)
          + row_number() over (partition by n.stage_id order by n.entered_stage_at desc, n.id)
      from n
      on conflict (id) do nothing
      returning id
    ), moved as (
      insert into deal_stage_history (deal_id, from_stage_id, to_stage_id, at, actor_name)
      select id, (m ->> 'from')::uuid, (m ->> 'to')::uuid, (m ->> 'at')::timestamptz, n.owner_name
      from made join n using (id), jsonb_array_elements(n.moves) with ordinality as e (m, place)
      order by (m ->> 'at')::timestamptz, id, place
    )
    select id from made`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}

function toRow(deal: ReadyDeal) {
  const [first, last] = [deal.stages.at(0), deal.stages.at(-1)]
  invariant(first && last, 'A deal that is ready to import is in a stage.')
  return {
    id: deal.id,
    name: deal.name,
    pipeline_id: deal.pipeline.id,
    stage_id: last.stage.id,
    amount: deal.amount,
    currency: deal.currency ?? deal.pipeline.currency,
    person_ref: deal.personRef,
    company_id: deal.companyId,
    owner_id: deal.ownerId ?? null,
    owner_name: deal.ownerName,
    expected_close_on: deal.expectedCloseOn,
    entered_stage_at: last.at,
    closed_at: last.stage.kind === 'open' ? null : last.at,
    created_at: deal.createdAt ?? first.at,
    moves: movesOf(deal).map(({ from, to, at }) => ({ from: from?.id, to: to.id, at })),
  }
}

/** The deal's way as steps: into its first stage from nowhere, then from each to the next. */
export function movesOf({ stages }: ReadyDeal) {
  return stages.map(({ stage, at }, place) => ({ from: stages[place - 1]?.stage ?? null, to: stage, at }))
}
