import { sql, type RawBuilder } from 'kysely'
import { rightsFor, type RecordAction } from '../../../model/rights.ts'
import type { Actor } from '../../platform/http/index.ts'

type Fragment = RawBuilder<boolean>

/**
 * The condition on a record's row that the caller may do this with it: the one place where that is decided, for lists,
 * single records, sums, search, exports and writes alike. `row` is the alias of a table with `id` and `owner_id`.
 */
export function visibleTo(
  caller: Actor,
  object: string,
  action: RecordAction,
  row: RawBuilder<unknown>,
): Fragment {
  const reach = rightsFor(caller.grants.rights, object)[action]
  if (reach === 'all') return sql<boolean>`true`
  if (reach === 'none') return sql<boolean>`false`
  const owners = reach === 'own' ? [caller.id] : [caller.id, ...caller.grants.colleagues]
  const owned = sql<boolean>`${row}.owner_id = any(${[...new Set(owners)]}::text[])`
  if (action !== 'view' && action !== 'edit') return owned
  return sql<boolean>`(${owned} or ${row}.id = any(${sharedRecords(caller, object, action)}))`
}

/** An array, so that the planner reads the few shared records by their ids instead of looking at every row. */
function sharedRecords(caller: Actor, object: string, action: 'view' | 'edit'): RawBuilder<unknown> {
  const withMe = sql`
    s.object = ${object} and (s.user_id = ${caller.id} or s.team_id = any(${[...caller.grants.teams]}::uuid[]))
      and s.level = any(${action === 'view' ? ['view', 'edit'] : ['edit']}::text[])`
  if (object !== 'people') return sql`array(select s.record_id from record_shares s where ${withMe})`
  return sql`array(
    select i.person_id from record_shares s join identifiers i on i.id = s.record_id where ${withMe})`
}
