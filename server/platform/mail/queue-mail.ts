import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { MailKind } from '../../../model/mail.ts'
import type { Platform } from '../platform.ts'
import type { Trx } from '../relational/index.ts'
import { sealContent, type MailContent } from './mail-content.ts'

const DAY_MS = 24 * 60 * 60_000
const MAX_SUBJECT = 200

export type NewMail = MailContent & {
  kind: MailKind
  to: string
  subject: string
  /** How long it is worth anything to whom it goes to, in ms; two days unless said. */
  worthMs?: number
}

/** Writes down a mail that shall be sent. It is sent as soon as this transaction is committed. */
export async function queueMail(
  trx: Trx,
  { secrets, clock }: Pick<Platform, 'secrets' | 'clock'>,
  { kind, to, subject, text, html, worthMs = 2 * DAY_MS }: NewMail,
): Promise<void> {
  const now = clock.now()
  await sql`
    insert into mails (id, kind, to_address, subject, content, next_attempt_at, give_up_at, created_at)
    values (${randomUUID()}, ${kind}, ${to}, ${subject.replaceAll(/\s+/g, ' ').slice(0, MAX_SUBJECT)},
      ${sealContent(secrets, { text, html })}, ${new Date(now)}, ${new Date(now + worthMs)}, ${new Date(now)})`.execute(
    trx,
  )
}
