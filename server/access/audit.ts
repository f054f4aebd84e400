import { sql } from 'kysely'
import type { Actor } from '../platform/http/index.ts'
import type { Queryable } from '../platform/relational/index.ts'

/** What was done to what: `{ action: 'deal.created', subject: { type: 'deal', id, name } }`. */
export type AuditRecord = {
  action: string
  subject: { type: string; id: string | null; name: string | null }
  details?: object
}

/** Writes down who did what. Call it in the transaction of the change, so that neither is kept without the other. */
export async function audit(
  db: Queryable,
  actor: Actor,
  { action, subject, details = {} }: AuditRecord,
): Promise<void> {
  await sql`
    insert into audit_log (actor_type, actor_id, actor_name, action, subject_type, subject_id, subject_name, details, ip)
    values (${actor.type}, ${actor.id}, ${actor.name}, ${action}, ${subject.type}, ${subject.id}, ${subject.name},
      ${JSON.stringify(details)}::jsonb, ${actor.ip})`.execute(db)
}

/** The details of a change: what has another value now, before and after. */
export function changesOf(before: object, after: object): { before: object; after: object } {
  const was = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(was.get(key)),
  )
  return {
    before: Object.fromEntries(changed.map(([key]) => [key, was.get(key) ?? null])),
    after: Object.fromEntries(changed),
  }
}
