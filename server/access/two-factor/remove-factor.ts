import { sql } from 'kysely'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { audit } from '../audit.ts'
import { requireAuthorityOver } from '../user-rules.ts'
import { lockUser, subjectOf } from '../users.ts'
import { forgetDevices } from './trusted-devices.ts'

/**
 * Takes the second factor from a user who has lost it, by the rules about who may change whom, and ends their sessions.
 * Throws `not_found`, and `conflict` when there is none.
 */
export async function resetFactor({ db }: Platform, actor: Actor, userId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, userId)
    await requireAuthorityOver(trx, actor, user.roles)
    if (!user.two_factor) throw fail('conflict', `${user.name} has no second factor.`)
    await removeFactor(trx, userId)
    await sql`delete from sessions where user_id = ${userId}`.execute(trx)
    await audit(trx, actor, { action: 'user.second_factor_reset', subject: subjectOf(user) })
  })
}

/** Takes away app, recovery codes and remembered browsers. */
export async function removeFactor(trx: Trx, userId: string): Promise<void> {
  await sql`delete from second_factors where user_id = ${userId}`.execute(trx)
  await sql`delete from recovery_codes where user_id = ${userId}`.execute(trx)
  await sql`delete from sign_in_challenges where user_id = ${userId}`.execute(trx)
  await forgetDevices(trx, userId)
}
