import { sql } from 'kysely'
import type { AssignedObject, Assignment } from '../../../model/assignment.ts'
import type { RecordFilter } from '../../../model/record-filter.ts'
import type { BoundedCount } from '../../../model/page.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { filterOf, requireReadableFilter } from '../views/question.ts'
import { knownRows } from './known-rows.ts'

const COUNT_UP_TO = 10_000
const tables = { lead: sql`records`, deal: sql`deals` } satisfies Record<AssignedObject, unknown>

/** The rule that gave a record to whoever still owns it, null when somebody did so by hand. Throws `not_found`. */
export async function findAssignment(
  db: Queryable,
  caller: Actor,
  { object, record }: { object: AssignedObject; record: string },
): Promise<Assignment | null> {
  await requireRecordOf(db, caller, { object, id: record, action: 'view' })
  const { rows } = await sql<Omit<Assignment, 'at'> & { at: Date }>`
    select a.rule_name, a.way, a.user_id, a.at
    from assignments a join ${tables[object]} r on r.id = a.record_id and r.owner_id = a.user_id
    where a.object = ${object} and a.record_id = ${record}::uuid`.execute(db)
  return rows[0] ? { ...rows[0], at: rows[0].at.toISOString() } : null
}

/** How many records that nobody owns a rule would match now; stops counting at 10,000. Throws `validation_failed`. */
export async function countMatching(
  db: Queryable,
  caller: Actor,
  { object, filter }: { object: AssignedObject; filter: RecordFilter },
): Promise<BoundedCount> {
  requireReadableFilter(caller, filter)
  const known = await knownRows(db, object)
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from ${known.source.table} r
      where ${known.source.base} and r.owner_id is null and ${filterOf(known, filter)} limit ${COUNT_UP_TO + 1}) as bounded`.execute(
    db,
  )
  const count = Number(rows[0]?.count ?? 0)
  return { count: Math.min(count, COUNT_UP_TO), more: count > COUNT_UP_TO }
}
