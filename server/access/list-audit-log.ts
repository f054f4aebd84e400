import { sql } from 'kysely'
import { z } from 'zod'
import type { AuditEntry } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import type { Database } from '../platform/relational/index.ts'

export type AuditFilter = {
  subject_type?: string | undefined
  /** The actor's id or exact name. */
  actor?: string | undefined
  limit: number
  cursor?: string | undefined
}

const position = z.tuple([z.number()])

/** What was done, newest first. */
export async function listAuditLog(db: Database, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const [before] = filter.cursor ? decodeCursor(filter.cursor, position) : [Number.MAX_SAFE_INTEGER]
  const ofSubject = filter.subject_type ? sql`and subject_type = ${filter.subject_type}` : sql``
  const byActor = filter.actor ? sql`and (actor_id = ${filter.actor} or actor_name = ${filter.actor})` : sql``
  const { rows } = await sql<Omit<AuditEntry, 'at'> & { at: Date }>`
    select id, at, actor_name as actor, actor_type, action, subject_type, subject_id, subject_name, details
    from audit_log
    where id < ${before} ${ofSubject} ${byActor}
    order by id desc limit ${filter.limit + 1}`.execute(db)
  const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  return pageFrom(entries, filter.limit, (entry) => [entry.id])
}
