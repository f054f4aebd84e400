import { sql, type RawBuilder } from 'kysely'
import { rightsFor, type RecordObject } from '../../../model/rights.ts'
import { visibleTo } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Fragment = RawBuilder<unknown>
type Action = 'view' | 'edit'
type LinkKind = 'person' | 'company' | 'deal'

/** The records that activities are about: their object, and the record that a link `l` of this kind names, as `r`. */
const subjects: { kind: LinkKind; object: RecordObject; from: Fragment }[] = [
  { kind: 'deal', object: 'deals', from: sql`deals r where r.id = l.ref` },
  { kind: 'company', object: 'companies', from: sql`companies r where r.id = l.ref` },
  {
    kind: 'person',
    object: 'people',
    from: sql`identifiers i join people r on r.id = i.person_id where i.id = l.ref`,
  },
]

/**
 * The condition on a row of `activities` that the caller may do this with it: whoever has it to do, whoever made it, and
 * whoever may do the same with one of the records it is about. A key opens all of them.
 */
export function activityVisibleTo(caller: Actor, action: Action, row: Fragment): Fragment {
  if (caller.type !== 'user') return sql`true`
  return sql`(${row}.assignee_id = ${caller.id} or ${row}.author_id = ${caller.id} or exists (
    select from activity_links l where l.activity_id = ${row}.id and ${linkVisibleTo(caller, action)}))`
}

/** The condition on a row `l` of `activity_links` that the caller may do this with the record that it names. */
export function linkVisibleTo(caller: Actor, action: Action): Fragment {
  const ofKinds = subjects.flatMap(({ kind, object, from }) => {
    const reach = rightsFor(caller.grants.rights, object)[action]
    if (reach === 'none') return []
    if (reach === 'all') return sql`l.kind = ${kind}`
    return sql`(l.kind = ${kind} and exists (select from ${from} and ${visibleTo(caller, object, action, sql`r`)}))`
  })
  return ofKinds.length === 0 ? sql`false` : sql`(${sql.join(ofKinds, sql` or `)})`
}

/** Throws `not_found` for an activity that the caller does not see, `forbidden` for one that they may not change. */
export async function requireActivity(
  db: Queryable,
  caller: Actor,
  { id, action }: { id: string; action: Action },
): Promise<void> {
  const { rows } = await sql<{ seen: boolean; may: boolean }>`
    select ${activityVisibleTo(caller, 'view', sql`a`)} as seen, ${activityVisibleTo(caller, action, sql`a`)} as may
    from activities a where a.id = ${id}::uuid`.execute(db)
  const [answer] = rows
  if (!answer?.seen) throw fail('not_found', 'There is no activity with this id.')
  if (!answer.may)
    throw fail(
      'forbidden',
      'You may see this activity, but not change it. Ask who has it to do or an administrator.',
    )
}
