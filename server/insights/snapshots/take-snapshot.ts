import { sql } from 'kysely'
import type { SnapshotSettings } from '../../../model/forecast-changes.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { localDate } from '../../platform/zones.ts'
import { findSnapshotSettings } from './snapshot-settings.ts'
import { liveStates } from './states.ts'

const DAY_MS = 86_400_000
const WEEK_DAYS = 7
/** A year and two months, so that a quarter can be laid beside that of the year before. */
const KEPT_WEEKS = 60

/**
 * Takes the snapshot of this week when there is none yet, however late in the week, and lets go of those older than 60
 * weeks. Gives whether it took one. It is whole or not there at all; any number of processes may try at once.
 */
export async function takeSnapshot({ db, clock }: Platform): Promise<boolean> {
  const week = weekOf(await findSnapshotSettings(db), clock.now())
  if (await isTaken(db, week)) return false
  return db.transaction().execute(async (trx) => {
    await sql`lock table forecast_snapshots in share row exclusive mode`.execute(trx)
    if (await isTaken(trx, week)) return false
    const { rows } = await sql<{ id: number }>`
      insert into forecast_snapshots (week, taken_at) values (${week}::date, ${new Date(clock.now())})
      returning id`.execute(trx)
    for (const { id } of rows) await keepStates(trx, id)
    await forgetOld(trx, week)
    // Without statistics of the many new rows the planner would read them once a deal.
    await sql`analyze forecast_states`.execute(trx)
    return true
  })
}

/** The day on which the week of a moment began. */
export function weekOf({ week_day, time_zone }: SnapshotSettings, at: number): string {
  const today = Date.parse(localDate(time_zone, at))
  const days = (new Date(today).getUTCDay() - week_day + 2 * WEEK_DAYS) % WEEK_DAYS
  return new Date(today - days * DAY_MS).toISOString().slice(0, 10)
}

/** Also when weeks began later until now: no week is kept twice. */
async function isTaken(db: Platform['db'] | Trx, week: string): Promise<boolean> {
  const { rows } = await sql`select from forecast_snapshots where week >= ${week}::date limit 1`.execute(db)
  return rows.length > 0
}

/** Ends what is not so any more, and begins what is new: a deal that stayed as it was costs nothing. */
async function keepStates(trx: Trx, snapshot: number): Promise<void> {
  const columns = sql`pipeline_id, stage_id, kind, category, amount, currency, owner_id, owner_name, expected_close_on, closed_at`
  await sql`
    update forecast_states k set until = ${snapshot} where k.until is null and not exists (
      select from (${liveStates}) l where l.deal_id = k.deal_id
        and row(l.*) is not distinct from
          row(k.deal_id, k.pipeline_id, k.stage_id, k.kind, k.category, k.amount, k.currency, k.owner_id, k.owner_name,
            k.expected_close_on, k.closed_at))`.execute(trx)
  // Read before anything is written: the first time, the planner would look through what was just inserted once a deal.
  await sql`
    with known as materialized (select deal_id from forecast_states where until is null)
    insert into forecast_states (deal_id, since, ${columns})
    select l.deal_id, ${snapshot}::int, ${columns} from (${liveStates}) l
    where not exists (select from known k where k.deal_id = l.deal_id)`.execute(trx)
}

async function forgetOld(trx: Trx, week: string): Promise<void> {
  await sql`delete from forecast_snapshots where week <= ${week}::date - ${KEPT_WEEKS * WEEK_DAYS}::int`.execute(
    trx,
  )
  await sql`
    delete from forecast_states k where k.until <= (select min(id) from forecast_snapshots)
      or not exists (select from deals d where d.id = k.deal_id)`.execute(trx)
}
