import { sql } from 'kysely'
import type { Answers, SubmissionContext } from '../../../model/form.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Sent } from './believe.ts'
import { CONFIRM_WITHIN_DAYS, takeIn, TOKEN_PURPOSE } from './send-in.ts'

type Waiting = Pick<Sent, 'id' | 'answers' | 'context'> & { form_id: string; state: string; at: Date }

/**
 * Takes in what was waiting for its address to be confirmed; a second time changes nothing. False when there is nothing that this
 * token confirms, or no longer.
 */
export async function confirm(
  platform: Platform,
  { form, token }: { form: Sent['form']; token: string },
): Promise<boolean> {
  const now = new Date(platform.clock.now())
  const hash = platform.secrets.fingerprint(TOKEN_PURPOSE, token)
  return platform.db.transaction().execute(async (trx) => {
    const { rows } = await sql<Waiting>`
      select id, form_id, state, answers, context, at from form_submissions
      where token_hash = ${hash} and form_id = ${form.id}::uuid
        and at > ${now}::timestamptz - make_interval(days => ${CONFIRM_WITHIN_DAYS}) for update`.execute(trx)
    const [waiting] = rows
    if (!waiting) return false
    if (waiting.state !== 'waiting') return true
    await sql`update form_submissions set confirmed_at = ${now} where id = ${waiting.id}::uuid`.execute(trx)
    const { id, answers, context } = waiting
    await takeIn(trx, platform, { id, form, answers, context, isConfirmed: true, at: now })
    return true
  })
}

/** What somebody sent in that is kept; null when there is none of this id. */
export async function findSent(
  db: Queryable,
  { form, id }: { form: string; id: string },
): Promise<{ answers: Answers; context: SubmissionContext; state: string } | null> {
  const { rows } = await sql<{ answers: Answers; context: SubmissionContext; state: string }>`
    select answers, context, state from form_submissions
    where id = ${id}::uuid and form_id = ${form}::uuid for update`.execute(db)
  return rows[0] ?? null
}
