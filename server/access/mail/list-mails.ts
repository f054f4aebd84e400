import { sql } from 'kysely'
import { z } from 'zod'
import type { SentMail } from '../../../model/mail.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const position = z.tuple([z.iso.datetime(), z.uuid()])

type Query = { limit: number; cursor?: string | undefined; state?: SentMail['state'] | undefined }
type Row = Omit<SentMail, 'created_at' | 'sent_at' | 'next_attempt_at'> & {
  created_at: Date
  sent_at: Date | null
  next_attempt_at: Date
}

/** What was mailed or shall be, newest first. */
export async function listMails(db: Queryable, { limit, cursor, state }: Query): Promise<Page<SentMail>> {
  const [at, id] = cursor ? decodeCursor(cursor, position) : [null, null]
  const { rows } = await sql<Row>`
    select id, kind, to_address as "to", subject, state, attempts, last_error, next_attempt_at, created_at, sent_at from mails
    where ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${at === null ? sql`true` : sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`}
    order by created_at desc, id desc limit ${limit + 1}`.execute(db)
  const data = rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    next_attempt_at: row.next_attempt_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
  }))
  return pageFrom(data, limit, (mail) => [mail.created_at, mail.id])
}
