import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import { visibleTo } from '../../access/index.ts'
import { hiddenTypes, searchesContacts, seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { mostAlike, resembles, type Queryable, type Trx } from '../../platform/relational/index.ts'
import {
  beginning,
  CANDIDATES,
  containsWords,
  LIKE_CANDIDATES,
  type Candidate,
  type SearchQuery,
  type SearchText,
} from './search-text.ts'

type Row = { id: string; name: string | null; email: string | null; identifier: string | null }

/**
 * People, best first: an identifier that is the text, a name that begins with it, an identifier that does, then
 * whoever has every word somewhere. Each part reads a few rows from an index of its own; that of `search` leaves out
 * the people with nothing to search for, so the question has to, too.
 */
export async function findPeople(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<string[]> {
  const seen = visibleTo(caller, 'people', 'view', sql`p`)
  const hidden = hiddenTypes(caller)
  const found = sql`from identifiers i join people p on p.id = i.person_id and ${seen} and i.type <> all(${hidden}::text[])`
  const byName = searchesContacts(caller) ? sql`true` : containsWords(sql`lower(p.name)`, text)
  // Whoever types an address that is known means that one; a look for its pieces, "gmail" among them, would cost most.
  const isKnown = sql`exists (select from identifiers where lower(value) like ${beginning(text.whole)})`
  const isVague = text.whole.includes('@') ? sql`not ${isKnown}` : sql`true`
  const { rows } = await sql<{ id: string }>`
    with found as (
      (select i.person_id as id, 0 as place ${found} where lower(i.value) = ${text.whole} limit ${limit})
      union all
      (select id, 1 from (
        select id, name from people p
        where coalesce(left(lower(name), 80), '') >= ${text.whole} and ${seen}
        order by coalesce(left(lower(name), 80), ''), id limit ${limit}
      ) as following where starts_with(coalesce(left(lower(name), 80), ''), ${text.whole}))
      union all
      (select i.person_id, 2 ${found} where lower(i.value) like ${beginning(text.whole)} limit ${limit})
      union all
      (select id, 3 from people p where p.search <> '' and ${containsWords(sql`p.search`, text)} and ${byName} and ${isVague} and ${seen} limit ${CANDIDATES})
    )
    select p.id from (select id, min(place) as place from found group by id) as best
    join people p on p.id = best.id
    order by best.place, lower(p.name), p.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** People with a name or, for whom they are visible, an identifier that is spelt much like the text. */
export async function findPeopleLike(trx: Trx, caller: Actor, { whole }: SearchText): Promise<Candidate[]> {
  const text = searchesContacts(caller) ? sql`p.search` : sql`lower(p.name)`
  const alike = sql`
    select p.id, ${text} as text from people p
    where p.search <> '' and ${resembles(sql`p.search`, whole)} and ${resembles(text, whole)}
      and ${visibleTo(caller, 'people', 'view', sql`p`)}`
  const { rows } = await sql<Candidate>`${mostAlike(alike, whole, LIKE_CANDIDATES)}`.execute(trx)
  return rows
}

/** People of these ids as hits, in the order of the ids. */
export async function describePeople(db: Queryable, caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const { rows } = await sql<Row>`
    select p.id, p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, i.value as identifier
    from unnest(${ids}::uuid[]) with ordinality as best (id, place)
    join people p on p.id = best.id
    left join lateral (
      select value from identifiers where person_id = p.id and type <> 'email' and type <> all(${hiddenTypes(caller)}::text[]) order by type = 'user_id' desc, first_seen, id limit 1
    ) i on true
    order by best.place`.execute(db)
  return rows.map(({ id, name, email, identifier }) => {
    const [title = 'Unknown person', subtitle = ''] = [name, email, identifier].filter(
      (part) => part !== null,
    )
    return { kind: 'person', id, title, subtitle }
  })
}
