import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import { fieldLevel, visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { mostAlike, resembles, type Queryable, type Trx } from '../../platform/relational/index.ts'
import {
  CANDIDATES,
  containsWords,
  LIKE_CANDIDATES,
  type Candidate,
  type SearchQuery,
  type SearchText,
} from './search-text.ts'

type Row = { id: string; name: string | null; domain: string | null; group_id: string }

/** Companies, best first: an id that is the text, a name that begins with it, then all that have every word somewhere. */
export async function findCompanies(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<string[]> {
  const seen = visibleTo(caller, 'companies', 'view', sql`c`)
  const { rows } = await sql<{ id: string }>`
    with found as (
      (select id, 0 as place from companies c where group_id = ${text.whole} and ${seen})
      union all
      (select id, 1 from (
        select id, name from companies c
        where coalesce(left(lower(name), 80), '') >= ${text.whole} and ${seen}
        order by coalesce(left(lower(name), 80), ''), id limit ${limit}
      ) as following where starts_with(coalesce(left(lower(name), 80), ''), ${text.whole}))
      union all
      (select id, 2 from companies c where ${containsWords(sql`c.search`, text)} and ${seen} limit ${CANDIDATES})
    )
    select c.id from (select id, min(place) as place from found group by id) as best
    join companies c on c.id = best.id
    order by best.place, lower(c.name), c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Companies with a name or an id that is spelt much like the text. */
export async function findCompaniesLike(
  trx: Trx,
  caller: Actor,
  { whole }: SearchText,
): Promise<Candidate[]> {
  const alike = sql`
    select c.id, c.search as text from companies c
    where ${resembles(sql`c.search`, whole)} and ${visibleTo(caller, 'companies', 'view', sql`c`)}`
  const { rows } = await sql<Candidate>`${mostAlike(alike, whole, LIKE_CANDIDATES)}`.execute(trx)
  return rows
}

/** Companies of these ids as hits, in the order of the ids. */
export async function describeCompanies(db: Queryable, caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const hidesDomain = fieldLevel(caller, 'companies', 'domain') === 'hidden'
  const { rows } = await sql<Row>`
    select c.id, c.name, c.domain, c.group_id
    from unnest(${ids}::uuid[]) with ordinality as best (id, place) join companies c on c.id = best.id
    order by best.place`.execute(db)
  return rows.map(({ id, name, domain, group_id }) => {
    const [title = group_id, subtitle = ''] = [name, hidesDomain ? null : domain, group_id].filter(
      (part) => part !== null,
    )
    return { kind: 'company', id, title, subtitle }
  })
}
