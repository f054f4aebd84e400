import { sql } from 'kysely'
import { z } from 'zod'
import type { TraitInfo, TraitSurvey } from '../../../model/trait.ts'
import { rightsFor } from '../../../model/rights.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import { escapeLike, type Queryable } from '../../platform/relational/index.ts'
import { sourceNames } from '../profiles/trait-provenance.ts'
import { hiddenTraits } from '../profiles/visible-fields.ts'

type Row = Omit<TraitInfo, 'source_order' | 'sources' | 'share' | 'first_seen' | 'last_seen'> & {
  source_order: string[]
  sources: string[]
  first_seen: Date | null
  last_seen: Date | null
}

export type TraitsQuery = {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  /** One trait alone. */
  name?: string
}

const position = z.tuple([z.number(), z.string()])
const UNKNOWN_SOURCE = 'Removed source'

/** The traits that the caller gets to see, those of most people first, and when people were looked at. */
export async function listTraits(
  db: Queryable,
  caller: Actor,
  { limit, cursor, search, name }: TraitsQuery,
): Promise<{ data: TraitInfo[]; next: string | null; survey: TraitSurvey }> {
  const [people, after] = cursor ? decodeCursor(cursor, position) : [null, '']
  const { rows } = await sql<Row>`
    select t.name, t.description, t.sensitive, t.source_order, t.types, t.people, t.distinct_values as distinct, t.examples,
      t.sources, t.first_seen, t.last_seen, r.people as recomputing, c.id as computed
    from traits t left join trait_recomputes r on r.trait = t.name
    left join computed_traits c on c.name = t.name and c.state <> 'removing'
    where t.name <> all(${[...hiddenTraits(caller, 'people')]}::text[])
      and (${name ?? null}::text is null or t.name = ${name ?? null})
      and (${search ?? ''} = '' or t.name ilike ${`%${escapeLike(search ?? '')}%`} or t.description ilike ${`%${escapeLike(search ?? '')}%`})
      and (${people}::bigint is null or t.people < ${people}::bigint or (t.people = ${people}::bigint and t.name > ${after}))
    order by t.people desc, t.name limit ${limit + 1}`.execute(db)
  const survey = await findSurvey(db)
  const names = await sourceNames(db)
  const named = (id: string) => ({ id, name: names.get(id) ?? UNKNOWN_SOURCE })
  // Values say something about people whom the caller may not see.
  const seesEverybody = rightsFor(caller.grants.rights, 'people').view === 'all'
  const page = pageFrom(rows, limit, (row) => [row.people, row.name])
  const data = page.data.map((row) => ({
    ...row,
    examples: seesEverybody ? row.examples : [],
    share: survey.looked_at === 0 ? 0 : Math.min(1, row.people / survey.looked_at),
    source_order: row.source_order.map(named),
    sources: row.sources.map(named).sort((a, b) => a.name.localeCompare(b.name)),
    first_seen: row.first_seen?.toISOString() ?? null,
    last_seen: row.last_seen?.toISOString() ?? null,
  }))
  return { data, next: page.next, survey }
}

async function findSurvey(db: Queryable): Promise<TraitSurvey> {
  const { rows } = await sql<{ at: Date | null; people: number; looked_at: number }>`
    select at, total_people as people, looked_at from trait_survey`.execute(db)
  const [row] = rows
  return { at: row?.at?.toISOString() ?? null, people: row?.people ?? 0, looked_at: row?.looked_at ?? 0 }
}
