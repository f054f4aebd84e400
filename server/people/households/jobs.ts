import { sql } from 'kysely'
import type { HouseholdMode } from '../../../model/household.ts'
import type { Platform } from '../../platform/index.ts'
import { repeat } from '../../platform/repeat.ts'
import { placePeople } from './place-people.ts'

const POLL_MS = 1_000
const PEOPLE_AT_ONCE = 1_000

/** Applies the rule to a page of the people who were known before it came to hold. Gives false when all have been looked at. */
export async function applyHouseholdRule({ db }: Platform): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mode: HouseholdMode; cursor: string | null }>`
      select mode, cursor from household_rule where not finished for update`.execute(trx)
    const [rule] = rows
    if (!rule) return false
    const { rows: people } = await sql<{ id: string }>`
      select id from people where ${rule.cursor}::uuid is null or id > ${rule.cursor}::uuid
      order by id limit ${PEOPLE_AT_ONCE}`.execute(trx)
    const ids = people.map(({ id }) => id)
    await placePeople(trx, ids, rule.mode)
    await sql`
      update household_rule set cursor = coalesce(${ids.at(-1) ?? null}::uuid, cursor), done = done + ${ids.length},
        finished = ${ids.length < PEOPLE_AT_ONCE}`.execute(trx)
    return ids.length === PEOPLE_AT_ONCE
  })
}

/** Applies the rule of households in the background. */
export function startHouseholds(platform: Platform): { stop(): Promise<void> } {
  return repeat(platform, {
    restMs: POLL_MS,
    failed: 'Households will be worked out again',
    async work(isStopped) {
      while (!isStopped() && (await applyHouseholdRule(platform)));
    },
  })
}
