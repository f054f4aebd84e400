import { sql, type RawBuilder } from 'kysely'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import { audit } from './audit.ts'
import { requireAnotherOwner, requireAuthorityOver } from './user-rules.ts'
import { lockUser, subjectOf } from './users.ts'

const ROWS_AT_A_TIME = 2_000

/**
 * Removes a user with all sessions, by the rules about owners. Their records go to `heirId`, or to nobody. That happens
 * in small steps before the removal: one that is interrupted is finished by asking again.
 */
export async function removeUser(
  { db }: Platform,
  actor: Actor,
  { id, heirId }: { id: string; heirId: string | null },
): Promise<void> {
  if (heirId === id) throw invalidHeir('somebody else than the user who is removed')
  await db.transaction().execute(async (trx) => {
    const { roles } = await lockUser(trx, id)
    await requireAuthorityOver(trx, actor, roles)
    if (roles.includes('owner')) await requireAnotherOwner(trx, id)
    if (heirId) await requireHeir(trx, heirId)
  })
  for (const step of steps) while ((await moveSome(db, step(id, heirId))) === ROWS_AT_A_TIME);
  await db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, id)
    await requireAuthorityOver(trx, actor, user.roles)
    if (user.roles.includes('owner')) await requireAnotherOwner(trx, id)
    for (const step of steps) await moveSome(trx, step(id, heirId))
    await sql`delete from users where id = ${id}`.execute(trx)
    const details = { email: user.email, records_to: heirId }
    await audit(trx, actor, { action: 'user.removed', subject: subjectOf(user), details })
  })
}

async function requireHeir(db: Queryable, heirId: string): Promise<void> {
  const { rows } = await sql`select from users where id = ${heirId} for key share`.execute(db)
  if (rows.length === 0) throw invalidHeir('a user who exists')
}

function invalidHeir(problem: string) {
  return fail('validation_failed', `records_to: must be ${problem}.`, [
    { field: 'records_to', problem: `must be ${problem}` },
  ])
}

type Step = (from: string, to: string | null) => RawBuilder<unknown>

/** Each moves some records and gives a row for every one. Deals, and records of objects of users' own, keep the name of
 * their last owner when nobody takes over. */
const steps: Step[] = [
  (from, to) => sql`
    update records set owner_id = ${to}, version = version + 1,
      owner_name = coalesce((select name from users where id = coalesce(${to}::text, owner_id)), owner_name)
    where id in (select id from records where owner_id = ${from} limit ${ROWS_AT_A_TIME}) returning id`,
  (from, to) => sql`
    update deals set owner_id = ${to}, version = version + 1,
      owner_name = coalesce((select name from users where id = coalesce(${to}::text, owner_id)), owner_name)
    where id in (select id from deals where owner_id = ${from} limit ${ROWS_AT_A_TIME}) returning id`,
  (from, to) => sql`
    update companies set owner_id = ${to}
    where id in (select id from companies where owner_id = ${from} limit ${ROWS_AT_A_TIME}) returning id`,
  (from, to) => sql`
    with moved as (
      update identifiers set owner_id = ${to}
      where id in (select id from identifiers where owner_id = ${from} limit ${ROWS_AT_A_TIME}) returning id, person_id
    ), copied as (
      update people p set owner_id = ${to} from moved where p.id = moved.person_id and p.owner_id = ${from}
    ), told as (
      select tell_ids('people.owned', 'owned', array(select id from moved)) as told
    )
    select person_id, (select told from told) from moved`,
  (from, to) => sql`
    update activities set assignee_id = ${to}, version = version + 1,
      assignee_name = coalesce((select name from users where id = coalesce(${to}::text, assignee_id)), assignee_name)
    where id in (
      select id from activities where assignee_id = ${from} and done_at is null and deleted_at is null limit ${ROWS_AT_A_TIME}
    ) returning id`,
]

async function moveSome(db: Queryable, statement: RawBuilder<unknown>): Promise<number> {
  return (await statement.execute(db)).rows.length
}
