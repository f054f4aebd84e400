import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { systemActor } from '../system-actor.ts'
import { forgetDevices } from '../two-factor/trusted-devices.ts'
import { lockUser, subjectOf } from '../users.ts'
import { takePasswordLink } from './password-links.ts'

/**
 * Sets the password of whom the link was sent to, and signs them out everywhere; the second factor is asked for as before.
 * Throws `forbidden` when the link was used, or is too old.
 */
export async function choosePassword(
  access: Access,
  { token, password, ip }: { token: string; password: string; ip: string },
): Promise<void> {
  const hash = await hashPassword(password)
  await access.platform.db.transaction().execute(async (trx) => {
    const userId = await takePasswordLink(trx, access.platform, token)
    const user = await lockUser(trx, userId)
    await keepPassword(trx, userId, hash)
    await sql`delete from sessions where user_id = ${userId}`.execute(trx)
    await forgetDevices(trx, userId)
    await audit(
      trx,
      { ...systemActor, type: 'user', id: userId, name: user.name, ip },
      { action: 'user.password_changed', subject: subjectOf(user), details: { by: 'mail' } },
    )
    access.signInsByEmail.reset(user.email)
  })
  access.forgetCallers()
}

async function keepPassword(trx: Trx, userId: string, hash: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update accounts set password = ${hash}, updated_at = now()
    where user_id = ${userId} and provider_id = 'credential'`.execute(trx)
  if (numAffectedRows === 0n)
    await sql`
      insert into accounts (id, account_id, provider_id, user_id, password)
      values (${randomUUID()}, ${userId}, 'credential', ${userId}, ${hash})`.execute(trx)
}
