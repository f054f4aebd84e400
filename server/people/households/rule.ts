import { sql } from 'kysely'
import { MOST_IN_A_HOUSEHOLD, type HouseholdMode, type HouseholdRule } from '../../../model/household.ts'
import { audit } from '../../access/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

type Row = Omit<HouseholdRule, 'updated_at' | 'progress'> & {
  updated_at: Date | null
  done: number
  total: number
  finished: boolean
}

/** What holds now; a change of it waits until the transaction ends. */
export async function modeInForce(trx: Trx): Promise<HouseholdMode> {
  const { rows } = await sql<{ mode: HouseholdMode }>`select mode from household_rule for share`.execute(trx)
  invariant(rows[0], 'There is always a rule about households.')
  return rows[0].mode
}

/**
 * What holds, how far it has been applied, and, once it is, how many households there are: counting them takes a second for a million
 * people, and readers ask every second while it is being applied.
 */
export async function findHouseholdRule(db: Queryable): Promise<HouseholdRule> {
  const { rows } = await sql<Row>`
    select r.mode, r.updated_at, r.updated_by, r.done, r.total, r.finished, h.households, h.people
    from household_rule r cross join (
      select count(*)::int as households, coalesce(sum(size), 0)::int as people
      from (
        select count(*) as size from household_places
        where exists (select from household_rule where finished) group by household_id
        having count(*) between 2 and ${MOST_IN_A_HOUSEHOLD}
      ) s
    ) h`.execute(db)
  const [row] = rows
  invariant(row, 'There is always a rule about households.')
  const { updated_at, done, total, finished, ...rest } = row
  return {
    ...rest,
    updated_at: updated_at?.toISOString() ?? null,
    progress: { finished, done, total: Math.max(done, total) },
  }
}

/** Has another rule hold; a job applies it to everybody. What was decided by hand stays. */
export async function changeHouseholdRule(
  { db, clock }: Platform,
  actor: Actor,
  mode: HouseholdMode,
): Promise<HouseholdRule> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mode: HouseholdMode }>`select mode from household_rule for update`.execute(
      trx,
    )
    await sql`
      update household_rule set mode = ${mode}, updated_at = ${new Date(clock.now())}, updated_by = ${actor.name}, cursor = null,
        done = 0, total = (select count(*) from people), finished = false`.execute(trx)
    await audit(trx, actor, {
      action: 'household_rule.changed',
      subject: { type: 'household_rule', id: 'rule', name: 'Households' },
      details: { before: { mode: rows[0]?.mode }, after: { mode } },
    })
    return findHouseholdRule(trx)
  })
}
