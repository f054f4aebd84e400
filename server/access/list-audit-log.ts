import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { AuditEntry } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import { escapeLike, type Database } from '../platform/relational/index.ts'

export type AuditFilter = {
  subject_type?: string | undefined
  /** The id of what was changed. */
  subject?: string | undefined
  /** `deal.changed`, or `deal` for all that begins so. */
  action?: string | undefined
  /** The actor's id or exact name. */
  actor?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Words that stand in the entry, in any order. */
  search?: string | undefined
  limit: number
  cursor?: string | undefined
}

const MAX_WORDS = 5

const position = z.tuple([z.number()])

/** What was done, newest first. */
export async function listAuditLog(db: Database, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const [before] = filter.cursor ? decodeCursor(filter.cursor, position) : [Number.MAX_SAFE_INTEGER]
  const { rows } = await sql<Omit<AuditEntry, 'at'> & { at: Date }>`
    select id, at, actor_name as actor, actor_type, action, subject_type, subject_id, subject_name, details
    from audit_log
    where id < ${before} and ${conditionsOf(filter)}
    order by id desc limit ${filter.limit + 1}`.execute(db)
  const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  return pageFrom(entries, filter.limit, (entry) => [entry.id])
}

function conditionsOf(filter: AuditFilter): RawBuilder<unknown> {
  const { subject_type: type, subject, action, actor, from, to, search = '' } = filter
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (type) conditions.push(sql`subject_type = ${type}`)
  if (subject) conditions.push(sql`subject_id = ${subject}`)
  if (action) conditions.push(sql`(action = ${action} or starts_with(action, ${`${action}.`}))`)
  if (actor) conditions.push(sql`(actor_id = ${actor} or actor_name = ${actor})`)
  if (from) conditions.push(sql`at >= ${from}::timestamptz`)
  if (to) conditions.push(sql`at < ${to}::timestamptz`)
  for (const word of search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS))
    conditions.push(sql`audit_words(audit_log) like ${`%${escapeLike(word)}%`}`)
  return sql.join(conditions, sql` and `)
}
