import { sql, type RawBuilder } from 'kysely'
import type { Favourite, FavouriteInput } from '../../../../model/saved-view.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { findReferred } from '../../fields/index.ts'
import { requireRecordOf } from '../../objects/record-rights.ts'
import { requirePerson } from './change-views.ts'
import { findView, isShownTo } from './select-views.ts'

const MOST = 100

/** What the caller keeps in the navigation, in the order in which it was put there. What they may not see is left out. */
export function listFavourites(db: Queryable, caller: Actor): Promise<Favourite[]> {
  return selectFavourites(db, caller, sql`true`)
}

/** Puts a view or a record into the caller's navigation; it is there once. Throws `not_found`, `conflict`. */
export async function addFavourite(trx: Trx, caller: Actor, input: FavouriteInput): Promise<Favourite> {
  requirePerson(caller)
  const target = await targetOf(trx, caller, input)
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from favourites where user_id = ${caller.id}`.execute(trx)
  if ((rows[0]?.count ?? 0) >= MOST) throw fail('conflict', `There are at most ${MOST} favourites.`)
  await sql`
    insert into favourites (user_id, kind, object, target_id)
    values (${caller.id}, ${input.kind}, ${target.object}, ${target.id}::uuid)
    on conflict (user_id, kind, target_id) do nothing`.execute(trx)
  const [added] = await selectFavourites(
    trx,
    caller,
    sql`f.target_id = ${target.id}::uuid and f.kind = ${input.kind}`,
  )
  if (!added) throw fail('not_found')
  return added
}

/** Takes it out again. Throws `not_found`. */
export async function removeFavourite(trx: Trx, caller: Actor, id: string): Promise<void> {
  const { rows } = await sql`
    delete from favourites where id = ${id}::uuid and user_id = ${caller.id} returning id`.execute(trx)
  if (rows.length === 0) throw fail('not_found', 'There is no favourite with this id.')
}

async function targetOf(trx: Trx, caller: Actor, { kind, object, target_id: id }: FavouriteInput) {
  if (kind === 'view') return { object: (await findView(trx, caller, id)).object, id }
  await requireRecordOf(trx, caller, { object, id, action: 'view' })
  return { object, id }
}

type Row = Omit<Favourite, 'name'> & { name: string | null }

async function selectFavourites(
  db: Queryable,
  caller: Actor,
  condition: RawBuilder<unknown>,
): Promise<Favourite[]> {
  const { rows } = await sql<Row>`
    select f.id, f.kind, f.object, f.target_id, v.name
    from favourites f left join saved_views v on f.kind = 'view' and v.id = f.target_id and ${isShownTo(caller)}
    where f.user_id = ${caller.id} and ${condition} order by f.created_at, f.id`.execute(db)
  const records = rows.filter(({ kind }) => kind === 'record')
  const objects = [...new Set(records.map(({ object }) => object))]
  const fields = objects.map((object) => ({
    key: object,
    type: 'relation' as const,
    settings: { target: object },
  }))
  const values = records.map(({ object, target_id }) => ({ [object]: target_id }))
  const referred = await findReferred(db, caller, { fields, values })
  return rows.flatMap((row) => {
    if (row.kind === 'view') return row.name === null ? [] : [{ ...row, name: row.name }]
    const found = referred.get(row.object)?.get(row.target_id)
    return found ? [{ ...row, target_id: found.today, name: found.label }] : []
  })
}
