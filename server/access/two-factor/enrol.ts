import { sql } from 'kysely'
import type { Enrolment } from '../../../model/sign-on.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { audit } from '../audit.ts'
import { subjectOf } from '../users.ts'
import { replaceRecoveryCodes } from './recovery-codes.ts'
import { newTotpSecret, stepOf, totpUri } from './totp.ts'
import { forgetDevices } from './trusted-devices.ts'

const PENDING_MS = 30 * 60_000

/** Makes a secret for the app to take in. It counts once a code of it has been shown, within half an hour. */
export async function startEnrolment(
  { db, secrets, clock }: Platform,
  user: { id: string; email: string },
): Promise<Enrolment> {
  const secret = newTotpSecret()
  const until = new Date(clock.now() + PENDING_MS)
  await sql`
    insert into second_factors (user_id, pending_secret, pending_until)
    values (${user.id}, ${secrets.seal(secret)}, ${until})
    on conflict (user_id) do update
      set pending_secret = excluded.pending_secret, pending_until = excluded.pending_until`.execute(db)
  return { secret, uri: totpUri(secret, user.email) }
}

/**
 * Takes the app's first code: from now on a second factor is asked for. Gives the recovery codes, which cannot be read
 * again. Throws `validation_failed` for a wrong code and `conflict` when setting up has not begun or took too long.
 */
export async function confirmEnrolment(
  { db, secrets, clock }: Platform,
  actor: Actor,
  code: string,
): Promise<string[]> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pending_secret: Buffer }>`
      select pending_secret from second_factors
      where user_id = ${actor.id} and pending_secret is not null and pending_until > ${new Date(now)}
      for update`.execute(trx)
    const [row] = rows
    if (!row) throw fail('conflict', 'Setting up the app has not begun, or took too long. Begin again.')
    const step = stepOf(secrets.open(row.pending_secret), code.replaceAll(' ', ''), now)
    if (step === null) throw wrongCode('This is not the code that the app shows now.')
    await sql`
      update second_factors set secret = pending_secret, pending_secret = null, pending_until = null,
        enabled_at = ${new Date(now)}, last_step = ${step}, failures = 0, locked_until = null
      where user_id = ${actor.id}`.execute(trx)
    await forgetDevices(trx, actor.id)
    await audit(trx, actor, { action: 'user.second_factor_enabled', subject: subjectOf(actor) })
    return replaceRecoveryCodes(trx, secrets, actor.id)
  })
}

/** The refusal of a code, said of the field in which it was typed. */
export function wrongCode(problem: string) {
  return fail('validation_failed', `code: ${problem}`, [{ field: 'code', problem }])
}
