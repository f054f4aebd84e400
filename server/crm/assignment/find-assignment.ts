import { sql, type RawBuilder } from 'kysely'
import type { AssignedObject, Assignment, Unowned } from '../../../model/assignment.ts'
import type { RecordFilter } from '../../../model/record-filter.ts'
import type { BoundedCount } from '../../../model/page.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { filterOf, requireReadableFilter, type Known } from '../views/question.ts'
import { activeRules } from './assign-owner.ts'
import { conditionOfRule, knownRows } from './known-rows.ts'

const open = {
  lead: sql`r.converted_at is null and r.status <> 'disqualified'`,
  deal: sql`r.closed_at is null`,
} satisfies Record<AssignedObject, unknown>

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
  return countUnowned(db, known, filterOf(known, filter))
}

/** How many open records nobody owns, and for how many of them a rule that is on would have somebody. */
export async function countForRules(trx: Trx, object: AssignedObject): Promise<Unowned> {
  const known = await knownRows(trx, object)
  const rules = (await activeRules(trx, object)).map(({ filter }) => conditionOfRule(known, filter))
  const matches = rules.length === 0 ? sql`false` : sql`(${sql.join(rules, sql` or `)})`
  return {
    unowned: await countUnowned(trx, known, open[object]),
    matched: await countUnowned(trx, known, sql`${open[object]} and ${matches}`),
  }
}

/** Whether a lead is neither disqualified nor converted, and a deal not closed. */
export async function isOpen(
  trx: Trx,
  { object, id }: { object: AssignedObject; id: string },
): Promise<boolean> {
  const { source } = await knownRows(trx, object)
  const { rows } = await sql`
    select from ${source.table} r where r.id = ${id}::uuid and ${open[object]}`.execute(trx)
  return rows.length > 0
}

async function countUnowned(
  db: Queryable,
  { source }: Known,
  condition: RawBuilder<unknown>,
): Promise<BoundedCount> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from ${source.table} r
      where ${source.base} and r.owner_id is null and ${condition} limit ${COUNT_UP_TO + 1}) as bounded`.execute(
    db,
  )
  const count = Number(rows[0]?.count ?? 0)
  return { count: Math.min(count, COUNT_UP_TO), more: count > COUNT_UP_TO }
}
