import { sql } from 'kysely'
import { z } from 'zod'
import type { News } from '../platform/outbox/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { Gone } from './move-members.ts'

/** The news after which somebody may belong to other segments. */
export const touchingNews = [
  'people.changed',
  'people.due',
  'deals.changed',
  'companies.changed',
  'companies.joined',
  'companies.due',
  'lists.changed',
  'people.owned',
] as const

const ids = z.array(z.string()).default([])
const payload = z.object({
  people: ids,
  gone: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  removed: ids,
  profiles: z.array(z.string()).optional(),
  regrouped: ids,
  events: ids,
  did: z.array(z.array(z.number())).optional(),
  deals: ids,
  stages: ids,
  companies: ids,
  due_companies: ids,
  identifiers: ids,
  owned: ids,
  listed: z.array(z.object({ segment: z.string(), identifiers: z.array(z.string()) })).default([]),
})

/**
 * What news tell of: people, deals (all those of some stages, too), companies that changed and those of which only time
 * did, identifiers that joined companies, and those whose person was given to somebody;
 * people who became others, and those who are no more.
 */
export type Touched = Record<
  'people' | 'removed' | 'deals' | 'stages' | 'companies' | 'due_companies' | 'identifiers' | 'owned',
  string[]
> & {
  gone: Gone[]
  /** Identifiers, or companies, that were put on the list of a segment, or taken off. */
  listed: { segment: string; identifiers: string[] }[]
  /** The people of whom something is new that could matter to segments which ask about these events. */
  concerned(asked: ReadonlySet<string>): string[]
  /** Those of them of whom other events are theirs than before, or events that are asked about. */
  acted(asked: ReadonlySet<string>): string[]
}

/** Reads the news, each thing once, and `gone` in the order in which it happened. */
export function readTouched(news: Pick<News, 'payload'>[]): Touched {
  const told = news.map((one) => payload.parse(one.payload))
  const all = (key: keyof Omit<Touched, 'gone' | 'listed' | 'concerned' | 'acted'>) => [
    ...new Set(told.flatMap((one) => one[key])),
  ]
  return {
    people: all('people'),
    removed: all('removed'),
    deals: all('deals'),
    stages: all('stages'),
    companies: all('companies'),
    due_companies: all('due_companies'),
    identifiers: all('identifiers'),
    owned: all('owned'),
    gone: told.flatMap(({ gone }) => gone),
    listed: told.flatMap(({ listed }) => listed),
    concerned: (asked) => [...new Set(told.flatMap((one) => concernedBy(one, asked, one.profiles ?? [])))],
    acted: (asked) => [
      ...new Set(
        told.flatMap((one) => [...concernedBy(one, asked, one.regrouped), ...one.gone.map(({ to }) => to)]),
      ),
    ],
  }
}

/**
 * Most events are of kinds that no segment asks about. Who did nothing else, and whose profile is as it was, belongs to
 * the same segments as before. Other news than those of a batch of events do not say what people did.
 */
function concernedBy(
  { people, profiles, events, did }: z.infer<typeof payload>,
  asked: ReadonlySet<string>,
  others: string[],
): string[] {
  if (!profiles || !did) return people
  const changed = new Set(others)
  const matters = new Set(events.flatMap((name, place) => (asked.has(name) ? [place] : [])))
  return people.filter((id, index) => changed.has(id) || did[index]?.some((place) => matters.has(place)))
}

/** Everybody about whom segments that ask for deals, companies, owners and lists may say something else now. */
export async function peopleBehind(db: Queryable, touched: Touched): Promise<string[]> {
  const { deals, stages, companies, identifiers, owned } = touched
  const listed = touched.listed.flatMap((one) => one.identifiers)
  if ([deals, stages, companies, identifiers, owned, listed].every(({ length }) => length === 0)) return []
  const { rows } = await sql<{ person_id: string }>`
    with touched_deals as (
      select person_ref, company_id from deals where id = any(${deals}::uuid[]) or stage_id = any(${stages}::uuid[])
    ), touched_companies as (
      select company_id from touched_deals where company_id is not null
      union select unnest(${companies}::uuid[])
      union select unnest(${listed}::uuid[])
    ), touched_identifiers as (
      select person_ref as id from touched_deals where person_ref is not null
      union select unnest(${identifiers}::uuid[])
      union select unnest(${listed}::uuid[])
      union select unnest(${owned}::uuid[])
      union select identifier_id from company_members where company_id in (select company_id from touched_companies)
    )
    select distinct i.person_id from touched_identifiers t join identifiers i on i.id = t.id`.execute(db)
  return rows.map(({ person_id }) => person_id)
}

/** The companies of which segments of companies may say something else now, of these people and of what news tell. */
export async function companiesBehind(db: Queryable, touched: Touched, people: string[]): Promise<string[]> {
  const { deals, stages, identifiers } = touched
  const listed = touched.listed.flatMap((one) => one.identifiers)
  const companies = [...touched.companies, ...touched.due_companies]
  const { rows } = await sql<{ company_id: string }>`
    select company_id from deals
    where (id = any(${deals}::uuid[]) or stage_id = any(${stages}::uuid[])) and company_id is not null
    union select unnest(${companies}::uuid[])
    union select id from companies where id = any(${listed}::uuid[])
    union select company_id from company_members where identifier_id = any(${identifiers}::uuid[])
    union select m.company_id from identifiers i join company_members m on m.identifier_id = i.id
      where i.person_id = any(${people}::uuid[])`.execute(db)
  return rows.map(({ company_id }) => company_id)
}

/** These people and all who belong to a company together with one of them. */
export async function withColleagues(db: Queryable, people: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    with companies_of as (
      select distinct m.company_id from identifiers i join company_members m on m.identifier_id = i.id
      where i.person_id = any(${people}::uuid[])
    )
    select distinct i.person_id from companies_of c
    join company_members m on m.company_id = c.company_id join identifiers i on i.id = m.identifier_id`.execute(
    db,
  )
  return [...new Set([...people, ...rows.map(({ person_id }) => person_id)])]
}
