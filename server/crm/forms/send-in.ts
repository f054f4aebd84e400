import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SubmissionState } from '../../../model/form.ts'
import { fail } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'
import { mailPage, type Mail } from '../../platform/mail/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { believe, type Sent } from './believe.ts'

export const CONFIRM_WITHIN_DAYS = 7
const DAY_MS = 24 * 60 * 60_000
export const TOKEN_PURPOSE = 'form-confirmation'

export type Sending = Omit<Sent, 'isConfirmed'> & {
  spamReason: string | null
  ip: string | null
  userAgent: string | null
}

/**
 * Keeps what somebody sent in, and takes it in, or mails the link that confirms it. The same again changes nothing. Gives what
 * became of it. Throws `unavailable` when it needs a mail that cannot be sent.
 */
export async function sendIn(platform: Platform, mail: Mail, sending: Sending): Promise<SubmissionState> {
  const server = await mail.server()
  const { form, spamReason } = sending
  const mustConfirm = form.definition.double_opt_in
  const state = spamReason !== null ? 'spam' : mustConfirm ? 'waiting' : 'done'
  if (state === 'waiting' && !server)
    throw fail('unavailable', 'Addresses cannot be confirmed at the moment. Try again later.')
  return platform.db.transaction().execute(async (trx) => {
    const token = randomBytes(32).toString('base64url')
    const hash = state === 'waiting' ? platform.secrets.fingerprint(TOKEN_PURPOSE, token) : null
    if (!(await keep(trx, sending, { state, hash }))) return stateOf(trx, sending.id)
    if (state === 'waiting')
      await askToConfirm(trx, mail, { sending, link: confirmPage(server?.base_url ?? '', form.id, token) })
    if (state === 'done') await takeIn(trx, platform, { ...sending, isConfirmed: false })
    return state
  })
}

/** Takes in a submission that is kept, and notes who wrote it. */
export async function takeIn(trx: Trx, platform: Platform, sent: Sent): Promise<void> {
  const { personRef, leadId } = await believe(trx, platform, sent)
  await sql`
    update form_submissions set state = 'done', person_ref = ${personRef}::uuid, lead_id = ${leadId}::uuid
    where id = ${sent.id}::uuid`.execute(trx)
}

type Kept = { state: SubmissionState; hash: string | null }

async function keep(trx: Trx, sending: Sending, { state, hash }: Kept): Promise<boolean> {
  const { id, form, answers, context, spamReason, ip, userAgent, at } = sending
  const { rows } = await sql`
    insert into form_submissions (id, form_id, state, answers, context, spam_reason, ip, user_agent, token_hash, at)
    values (${id}::uuid, ${form.id}::uuid, ${state}, ${JSON.stringify(answers)}::jsonb, ${JSON.stringify(context)}::jsonb,
      ${spamReason}, ${ip}, ${userAgent}, ${hash}, ${at})
    on conflict do nothing returning id`.execute(trx)
  return rows.length > 0
}

async function stateOf(trx: Trx, id: string): Promise<SubmissionState> {
  const { rows } = await sql<{ state: SubmissionState }>`
    select state from form_submissions where id = ${id}::uuid`.execute(trx)
  return rows[0]?.state ?? 'done'
}

async function askToConfirm(
  trx: Trx,
  mail: Mail,
  { sending: { form, answers }, link }: { sending: Sending; link: string },
): Promise<void> {
  const title = form.definition.title || form.name
  const page = mailPage({
    title: 'Confirm your e-mail address',
    words: [
      `Somebody, we hope you, filled in “${title}” with this address. Confirm that it was you within ${CONFIRM_WITHIN_DAYS} days; until then nothing happens with what was written.`,
    ],
    button: { label: 'Confirm my address', href: link },
    footer: { text: 'If it was not you, there is nothing to do: you will not hear from us again.' },
  })
  await mail.queue(trx, {
    ...page,
    kind: 'confirmation',
    to: String(answers['email']),
    subject: `Confirm your e-mail address: ${title}`,
    worthMs: CONFIRM_WITHIN_DAYS * DAY_MS,
  })
}

function confirmPage(base: string, form: string, token: string): string {
  return `${base.replace(/\/+$/, '')}/f/${form}/confirm?token=${token}`
}
