import { sql } from 'kysely'
import type { Presence, presenceInput } from '../../../model/presence.ts'
import type { z } from 'zod'
import { requireRecord } from '../../access/index.ts'
import { companyKind, personKind } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { requireActivity } from '../activities/activity-rights.ts'
import { requireDeal } from '../deals/require-deal.ts'

/** For how long somebody counts as present after their page last said so. */
const PRESENT_MS = 30_000
/** One call in so many sweeps away who has gone. */
const SWEEP_ONE_IN = 50
const MOST = 20

type Subject = z.output<typeof presenceInput>

/**
 * Notes that a user looks at a record; gives who else does, and the record's version, so that a page learns of changes from
 * the same call. A key looks at nothing. Throws `not_found` for a record that the caller may not see.
 */
export async function notePresence(
  { db, clock }: Platform,
  actor: Actor,
  subject: Subject,
): Promise<Presence> {
  const at = new Date(clock.now())
  const since = new Date(at.getTime() - PRESENT_MS)
  const { type, id } = subject
  await requireSight(db, actor, subject)
  if (actor.type === 'user')
    await sql`
      insert into presences (subject_type, subject_id, user_id, seen_at) values (${type}, ${id}, ${actor.id}, ${at})
      on conflict (subject_type, subject_id, user_id) do update set seen_at = excluded.seen_at`.execute(db)
  if (Math.random() * SWEEP_ONE_IN < 1) await sql`delete from presences where seen_at < ${since}`.execute(db)
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from presences p join users u on u.id = p.user_id
    where p.subject_type = ${type} and p.subject_id = ${id} and p.seen_at > ${since} and p.user_id <> ${actor.id}
    order by u.name, u.id limit ${MOST}`.execute(db)
  return { others: rows, version: await versionOf({ db }, subject) }
}

function requireSight(db: Queryable, actor: Actor, { type, id }: Subject): Promise<void> {
  if (type === 'activity') return requireActivity(db, actor, { id, action: 'view' })
  if (type === 'deal') return requireDeal(db, actor, { id, action: 'view' })
  const { object, one: what, from } = type === 'person' ? personKind : companyKind
  return requireRecord(db, actor, { object, action: 'view', from: from(id), what })
}

async function versionOf({ db }: Pick<Platform, 'db'>, { type, id }: Subject): Promise<number | null> {
  if (type !== 'deal' && type !== 'activity') return null
  const table = type === 'deal' ? sql`deals` : sql`activities`
  const { rows } = await sql<{ version: number }>`
    select version from ${table} where id = ${id}::uuid and deleted_at is null`.execute(db)
  return rows[0]?.version ?? null
}
