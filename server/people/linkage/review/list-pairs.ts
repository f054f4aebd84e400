import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { LinkagePair } from '../../../../model/linkage.ts'
import type { Page } from '../../../../model/page.ts'
import { visibleTo } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { withoutHidden } from './hide-evidence.ts'

type Query = {
  state: LinkagePair['state'] | 'open'
  sort: 'probability' | '-probability'
  person?: string | undefined
  limit: number
  cursor?: string | undefined
}
type Row = Omit<LinkagePair, 'updated_at'> & { updated_at: Date }

const position = z.tuple([z.number(), z.uuid()])

/**
 * A page of pairs of people whom the caller gets to see, with both as they are now and without what is hidden from the
 * caller: those who have become one are left out, unless it was decided here. `open` are those that nobody has decided.
 */
export async function listPairs(
  db: Queryable,
  caller: Actor,
  { state, sort, person, limit, cursor }: Query,
): Promise<Page<LinkagePair>> {
  const [direction, beyond] = sort === '-probability' ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [weight, id] = cursor ? decodeCursor(cursor, position) : []
  const states = state === 'open' ? ['proposed', 'waiting'] : [state]
  const rows = await selectPairs(db, caller, {
    where: sql`p.state = any(${states}::text[]) and ${person ? isOf(person) : sql`true`} and ${
      cursor ? sql`(p.weight, p.id) ${beyond} (${weight}::float8, ${id}::uuid)` : sql`true`
    }`,
    order: sql`p.weight ${direction}, p.id ${direction} limit ${limit + 1}`,
  })
  return pageFrom(rows, limit, (row) => [row.weight, row.id])
}

/** Pairs that were found under any id that this person has had. */
function isOf(person: string): RawBuilder<unknown> {
  const ids = sql`array(
    select ${person}::uuid union
    select i.id from identifiers i join identifiers asked on asked.person_id = i.person_id where asked.id = ${person}::uuid)`
  return sql`(p.a = any(${ids}) or p.b = any(${ids}))`
}

/** A pair by its id; throws `not_found`, also when one of the two is gone or is not for the caller to see. */
export async function findPair(db: Queryable, caller: Actor, id: string): Promise<LinkagePair> {
  const [pair] = await selectPairs(db, caller, { where: sql`p.id = ${id}::uuid`, order: sql`p.id` })
  if (!pair) throw fail('not_found', 'There is no such pair any more. One of the two may have been merged.')
  return pair
}

/** Pairs `p` of people `x` and `y` in this order. */
export async function selectPairs(
  db: Queryable,
  caller: Actor,
  { where, order }: { where: RawBuilder<unknown>; order: RawBuilder<unknown> },
): Promise<LinkagePair[]> {
  const { rows } = await sql<Row>`
    select p.id, p.state, p.weight, p.probability, p.evidence, p.model_id, p.updated_at,
      jsonb_build_object('id', x.id, 'name', x.name, 'email', x.email) as a,
      jsonb_build_object('id', y.id, 'name', y.name, 'email', y.email) as b
    from linkage_pairs p
      left join identifiers i on i.id = p.a join people x on x.id = coalesce(i.person_id, p.a)
      left join identifiers j on j.id = p.b join people y on y.id = coalesce(j.person_id, p.b)
    where (x.id <> y.id or p.state = 'same') and ${visibleTo(caller, 'people', 'view', sql`x`)}
      and ${visibleTo(caller, 'people', 'view', sql`y`)} and ${where} order by ${order}`.execute(db)
  const pairs = rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }))
  return withoutHidden(db, caller, pairs)
}
