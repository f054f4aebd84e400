import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import { hiddenFields, visibleTo } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { CANDIDATES, containsWords, type SearchQuery } from './search-text.ts'

// The expression of the index that deals are sorted by.
const sortedName = sql`lower(left(name, 80))`

type Row = { id: string; name: string; stage: string; company: string | null; person: string | null }

/** Deals, best first: a name that begins with the text, then those whose name has every word somewhere. */
export async function findDeals(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<SearchHit[]> {
  const seen = visibleTo(caller, 'deals', 'view', sql`d`)
  const hidden = hiddenFields(caller, 'deals')
  const { rows } = await sql<Row>`
    with found as (
      (select id, 0 as place from (
        select id, name from deals d where deleted_at is null and ${seen} and ${sortedName} >= ${text.whole}
        order by ${sortedName}, id limit ${limit}
      ) as following where starts_with(lower(name), ${text.whole}))
      union all
      (select id, 1 from deals d where d.deleted_at is null and ${containsWords(sql`lower(d.name)`, text)} and ${seen} limit ${CANDIDATES})
    )
    select d.id, d.name, s.name as stage, coalesce(c.name, c.group_id) as company, coalesce(p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`}) as person
    from (select id, min(place) as place from found group by id) as best
    join deals d on d.id = best.id join stages s on s.id = d.stage_id
    left join companies c on c.id = d.company_id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    left join identifiers i on i.id = d.person_ref
    left join people p on p.id = i.person_id and ${visibleTo(caller, 'people', 'view', sql`p`)}
    order by best.place, lower(d.name), d.id limit ${limit}`.execute(db)
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
