import { sql } from 'kysely'
import {
  MAX_USERS_BEHIND,
  type ConnectedIdentifier,
  type IdentifierReview,
} from '../../../model/identity-rules.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import type { DecisionContext } from '../decisions/decide.ts'
import { askToReconsider } from '../decisions/reconsider.ts'
import { withLastSeen } from './bring-up-to-date.ts'
import { findConnected } from './list-connected.ts'

/** Of those whom an identifier binds or is to bind, so many are told when they were last seen. */
const MAX_AROUND = 10_000

/**
 * Writes down whether an over-connected identifier is to be treated as a normal one, or to be left joining nobody: for
 * good, whatever evidence and rules say. Throws `not_found`, and `conflict` when too many users give it to be normal.
 */
export async function reviewIdentifier(
  ctx: DecisionContext,
  id: string,
  { verdict }: IdentifierReview,
): Promise<ConnectedIdentifier> {
  const before = await findConnected(ctx.platform.db, id)
  if (verdict === 'normal' && before.users.more)
    throw fail(
      'conflict',
      `More than ${MAX_USERS_BEHIND.toLocaleString('en')} users give it. As a normal one it would make them all one question; leave it quarantined.`,
    )
  return change(ctx, before, {
    action: 'identifier.reviewed',
    verdict,
    write: (trx) =>
      sql`
      insert into identity_reviews (identifier_id, verdict, by) values (${id}, ${verdict}, ${ctx.actor.name})
      on conflict (identifier_id) do update set verdict = excluded.verdict, by = excluded.by, at = now()`.execute(
        trx,
      ),
  })
}

/** Takes such a decision back: the rules say again what the identifier is. Throws `not_found`. */
export async function forgetReview(ctx: DecisionContext, id: string): Promise<ConnectedIdentifier> {
  const before = await findConnected(ctx.platform.db, id)
  if (!before.review) throw fail('not_found', 'Nobody has decided anything about this identifier.')
  return change(ctx, before, {
    action: 'identifier.review_taken_back',
    verdict: before.review.verdict,
    write: (trx) => sql`delete from identity_reviews where identifier_id = ${id}`.execute(trx),
  })
}

type Change = { action: string; verdict: string; write(trx: Trx): Promise<unknown> }

async function change(
  { platform: { db }, actor, lastSeenOf }: DecisionContext,
  { id, type, value }: ConnectedIdentifier,
  { action, verdict, write }: Change,
): Promise<ConnectedIdentifier> {
  const identifiers = await withLastSeen(db, await around(db, id), lastSeenOf)
  return db.transaction().execute(async (trx) => {
    await write(trx)
    await askToReconsider(trx, { identifiers })
    await audit(trx, actor, {
      action,
      subject: { type: 'identifier', id, name: value },
      details: { type, verdict },
    })
    return findConnected(trx, id)
  })
}

/** The identifier, and all those of the people whom it was named with. */
async function around(db: Queryable, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identifiers where person_id in (
      select i.person_id from identifiers i where i.id in (
        select ${id}::uuid union select a from identity_links where b = ${id}::uuid
        union select b from identity_links where a = ${id}::uuid))
    order by id = ${id}::uuid desc limit ${MAX_AROUND}`.execute(db)
  return rows.map((row) => row.id)
}
