import { sql } from 'kysely'
import type { Pipeline, Stage } from '../../../model/deal.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { dealEvent } from '../deals/deal-event.ts'

const MOST = 20_000
const EVENTS_PER_STATEMENT = 1_000

type Moved = {
  id: string
  name: string
  amount: number | null
  currency: string
  person_ref: string | null
  company_id: string | null
  is_deleted: boolean
}

/**
 * Moves all deals of a stage that is removed to the foot of another one, each with its history and its event. Throws
 * `validation_failed` when there are deals and no other stage is given.
 */
export async function emptyStage(
  trx: Trx,
  actor: Actor,
  { stage, pipeline, to, at }: { stage: Stage; pipeline: Pipeline; to: Stage | null; at: Date },
): Promise<void> {
  if (!to) {
    await refuseWithDeals(trx, stage)
    return
  }
  const moved = await moveDeals(trx, { from: stage, to, at })
  await sql`
    insert into deal_stage_history (deal_id, from_stage_id, to_stage_id, at, actor_name)
    select id, ${stage.id}, ${to.id}, ${at}, ${actor.name} from unnest(${moved.map(({ id }) => id)}::uuid[]) as id`.execute(
    trx,
  )
  const events = moved
    .filter(({ is_deleted }) => !is_deleted)
    .map((deal) =>
      dealEvent({
        kind: 'stage_changed',
        deal: { ...deal, companyId: deal.company_id },
        personRef: deal.person_ref,
        pipeline: pipeline.name,
        fromStage: stage.name,
        toStage: to.name,
        at,
      }),
    )
  for (let start = 0; start < events.length; start += EVENTS_PER_STATEMENT)
    await recordEvent(trx, ...events.slice(start, start + EVENTS_PER_STATEMENT))
}

async function refuseWithDeals(trx: Trx, { id, name }: Stage): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from deals where stage_id = ${id} limit ${MOST}) d`.execute(trx)
  const count = rows[0]?.count ?? 0
  if (count === 0) return
  const problem = `${count === 1 ? 'One deal is' : `${count} deals are`} in "${name}". Say where they go.`
  throw fail('validation_failed', problem, [{ field: `moves.${id}`, problem, count }])
}

async function moveDeals(trx: Trx, { from, to, at }: { from: Stage; to: Stage; at: Date }): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    with foot as (select coalesce(max(rank), 0) as rank from deals where stage_id = ${to.id}),
    ordered as (
      select id, row_number() over (order by rank, id) as place from deals where stage_id = ${from.id} limit ${MOST + 1}
    )
    update deals d set stage_id = ${to.id}, rank = foot.rank + ordered.place, entered_stage_at = ${at},
      closed_at = ${to.kind === 'open' ? null : sql`coalesce(d.closed_at, ${at})`},
      close_reason_id = case when ${to.kind} = ${from.kind} then d.close_reason_id end,
      version = d.version + 1, updated_at = ${at}
    from foot, ordered where ordered.id = d.id
    returning d.id, d.name, d.amount::float8 as amount, d.currency, d.person_ref, d.company_id,
      d.deleted_at is not null as is_deleted`.execute(trx)
  if (rows.length > MOST)
    throw fail(
      'conflict',
      `More than ${MOST} deals are in "${from.name}". Move some of them on the board first, then remove the stage.`,
    )
  return rows
}
