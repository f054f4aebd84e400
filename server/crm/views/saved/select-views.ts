import { sql, type RawBuilder } from 'kysely'
import type { SavedView } from '../../../../model/saved-view.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

type Row = Omit<SavedView, 'updated_at'> & { updated_at: Date }

/** The views of an object that the caller gets to see: their own, those of their teams, and everybody's, by name. */
export function listViews(db: Queryable, caller: Actor, object: string): Promise<SavedView[]> {
  return selectViews(db, caller, sql`v.object = ${object}`)
}

/** The view with this id. Throws `not_found`, also for one that is not shared with the caller. */
export async function findView(db: Queryable, caller: Actor, id: string): Promise<SavedView> {
  const [view] = await selectViews(db, caller, sql`v.id = ${id}::uuid`)
  if (!view) throw fail('not_found', 'There is no view with this id.')
  return view
}

/** The condition on a row `v` of saved views, or of what is shared as they are, that the caller gets to see it. */
export function isShownTo({ id, grants }: Actor): RawBuilder<boolean> {
  const teams = grants.isOwner ? sql`true` : sql`v.team_id = any(${[...grants.teams]}::uuid[])`
  return sql<boolean>`(v.deleted_at is null and (v.owner_id = ${id} or v.sharing = 'everyone'
    or (v.sharing = 'team' and ${teams})))`
}

/** What it takes to change a view of somebody else, or what is shared as views are: to be an administrator of the installation, and that it is shared. */
export function mayEditAny({ permissions }: Actor): boolean {
  return permissions.has('users:write')
}

async function selectViews(
  db: Queryable,
  caller: Actor,
  condition: RawBuilder<unknown>,
): Promise<SavedView[]> {
  const { rows } = await sql<Row>`
    select v.id, v.object, v.name, v.sharing, v.config, v.version, v.updated_at,
      case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team,
      jsonb_build_object('id', u.id, 'name', u.name) as owner,
      v.owner_id = ${caller.id} or (${mayEditAny(caller)} and v.sharing <> 'private') as may_edit,
      exists (select from view_defaults d where d.view_id = v.id and d.user_id = ${caller.id}) as is_default,
      exists (select from favourites f where f.target_id = v.id and f.kind = 'view' and f.user_id = ${caller.id}) as is_favourite
    from saved_views v join users u on u.id = v.owner_id left join teams t on t.id = v.team_id
    where ${isShownTo(caller)} and ${condition}
    order by lower(v.name), v.id`.execute(db)
  return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }))
}
