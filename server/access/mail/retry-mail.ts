import { sql } from 'kysely'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { audit } from '../audit.ts'

const WORTH_MS = 24 * 60 * 60_000

/** Sends a mail that failed, or waits for its next attempt, now. Throws `not_found`, and `conflict` when it was sent. */
export async function retryMail({ db, clock }: Platform, actor: Actor, id: string): Promise<void> {
  const now = clock.now()
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ state: string; subject: string; to_address: string }>`
      select state, subject, to_address from mails where id = ${id} for update`.execute(trx)
    const [mail] = rows
    if (!mail) throw fail('not_found', 'There is no mail with this id.')
    if (mail.state === 'sent') throw fail('conflict', 'This mail was sent already.')
    await sql`
      update mails set state = 'waiting', next_attempt_at = ${new Date(now)},
        give_up_at = greatest(give_up_at, ${new Date(now + WORTH_MS)}) where id = ${id}`.execute(trx)
    await audit(trx, actor, {
      action: 'mail.retried',
      subject: { type: 'mail', id, name: mail.subject },
      details: { to: mail.to_address },
    })
  })
}
