import { sql, type RawBuilder } from 'kysely'
import { rightsFor } from '../../../model/rights.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { activityVisibleTo } from '../activities/activity-rights.ts'
import { kindOf } from '../objects/record-rights.ts'
import type { ChangedRecord } from './change-types.ts'

const keyOf = ({ object, id }: ChangedRecord) => `${object} ${id}`

/** Those of these records that the caller may see; of what is deleted, only who may see all records hears. */
export async function visibleRecords(
  db: Queryable,
  caller: Actor,
  records: ChangedRecord[],
): Promise<(record: ChangedRecord) => boolean> {
  const distinct = [...new Map(records.map((one) => [keyOf(one), one])).values()]
  const asked = distinct.map((record) => ({ record, seen: seenBy(caller, record) }))
  const questions = asked.flatMap(({ record, seen }) =>
    typeof seen === 'boolean' ? [] : [sql`select ${keyOf(record)}::text as key where ${seen}`],
  )
  const { rows } = questions.length
    ? await sql<{ key: string }>`${sql.join(questions, sql` union all `)}`.execute(db)
    : { rows: [] }
  const visible = new Set([
    ...asked.filter(({ seen }) => seen === true).map(({ record }) => keyOf(record)),
    ...rows.map(({ key }) => key),
  ])
  return (record) => visible.has(keyOf(record))
}

function seenBy(caller: Actor, { object, id }: ChangedRecord): boolean | RawBuilder<unknown> {
  if (object === 'activity') {
    if (!caller.permissions.has('activities:read')) return false
    if (caller.type !== 'user') return true
    return sql`exists (select from activities a where a.id = ${id}::uuid and ${activityVisibleTo(caller, 'view', sql`a`)})`
  }
  if (object === 'import') return caller.permissions.has('imports:read')
  const kind = kindOf(object)
  if (!caller.permissions.has(kind.permissions.read)) return false
  const reach = rightsFor(caller.grants.rights, kind.object).view
  if (reach === 'all' || reach === 'none') return reach === 'all'
  return sql`exists (select from ${kind.from(id)} and ${visibleTo(caller, kind.object, 'view', sql`r`)})`
}
