import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import { hiddenFields, visibleTo } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
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

// The expression of the index that deals are sorted by.
const sortedName = sql`lower(left(name, 80))`

type Row = { id: string; name: string; stage: string; company: string | null; person: string | null }

/** Deals, best first: a name that begins with the text, then those whose name has every word somewhere. */
export async function findDeals(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<string[]> {
  const seen = visibleTo(caller, 'deals', 'view', sql`d`)
  const { rows } = await sql<{ id: string }>`
    with found as (
      (select id, 0 as place from (
        select id, name from deals d where deleted_at is null and ${seen} and ${sortedName} >= ${text.whole}
        order by ${sortedName}, id limit ${limit}
      ) as following where starts_with(lower(name), ${text.whole}))
      union all
      (select id, 1 from deals d where d.deleted_at is null and ${containsWords(sql`lower(d.name)`, text)} and ${seen} limit ${CANDIDATES})
    )
    select d.id from (select id, min(place) as place from found group by id) as best
    join deals d on d.id = best.id
    order by best.place, lower(d.name), d.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Deals with a name that is spelt much like the text. */
export async function findDealsLike(trx: Trx, caller: Actor, { whole }: SearchText): Promise<Candidate[]> {
  const alike = sql`
    select d.id, d.name as text from deals d
    where d.deleted_at is null and ${resembles(sql`lower(d.name)`, whole)}
      and ${visibleTo(caller, 'deals', 'view', sql`d`)}`
  const { rows } = await sql<Candidate>`${mostAlike(alike, whole, LIKE_CANDIDATES)}`.execute(trx)
  return rows
}

/** Deals of these ids as hits, in the order of the ids. */
export async function describeDeals(db: Queryable, caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const hidden = hiddenFields(caller, 'deals')
  const { rows } = await sql<Row>`
    select d.id, d.name, s.name as stage, coalesce(c.name, c.group_id) as company, coalesce(p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`}) as person
    from unnest(${ids}::uuid[]) with ordinality as best (id, place)
    join deals d on d.id = best.id join stages s on s.id = d.stage_id
    left join companies c on c.id = d.company_id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    left join identifiers i on i.id = d.person_ref
    left join people p on p.id = i.person_id and ${visibleTo(caller, 'people', 'view', sql`p`)}
    order by best.place`.execute(db)
  return rows.map(({ id, name, stage, company, person }) => ({
    kind: 'deal',
    id,
    title: name,
    subtitle: [
      stage,
      hidden.includes('company') ? null : company,
      ...(company || hidden.includes('person') ? [] : [person]),
    ]
      .filter((part) => part !== null)
      .join(' · '),
  }))
}
