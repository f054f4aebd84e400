import { sql } from 'kysely'
import { z } from 'zod'
import type { Company, CompanyRow } from '../../../model/company.ts'
import type { Page } from '../../../model/page.ts'
import { visibleTo, withoutHidden } from '../../access/index.ts'
import { decodeCursor, encodeCursor, type Actor } from '../../platform/http/index.ts'
import { escapeLike, type Database, type Queryable } from '../../platform/relational/index.ts'
import { owner } from '../profiles/list-people.ts'
import { visibleTraits } from '../profiles/visible-fields.ts'
import { plainTraits, type TraitMap } from '../traits/trait-map.ts'

export const companySorts = ['last_seen', '-last_seen', 'first_seen', '-first_seen', 'name', '-name'] as const
export type CompaniesQuery = {
  search: string | null
  sort: (typeof companySorts)[number]
  limit: number
  cursor: string | undefined
}

const columns = {
  last_seen: sql`c.last_seen`,
  first_seen: sql`c.first_seen`,
  name: sql`coalesce(left(lower(c.name), 80), '')`,
} as const
const position = z.tuple([z.string(), z.uuid()])
const types = { last_seen: sql`timestamptz`, first_seen: sql`timestamptz`, name: sql`text` } as const

type Row = Omit<CompanyRow, 'first_seen' | 'last_seen'> & { first_seen: Date; last_seen: Date }

const people = sql`(
  select count(distinct i.person_id) from company_members m join identifiers i on i.id = m.identifier_id where m.company_id = c.id
) as people`

/** A page of companies with the number of people in each. */
export async function listCompanies(
  db: Database,
  caller: Actor,
  query: CompaniesQuery,
): Promise<Page<CompanyRow>> {
  const descending = query.sort.startsWith('-')
  const name = query.sort.replace('-', '') as keyof typeof columns
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, position) : []
  const beyondCursor = query.cursor
    ? sql`(${columns[name]}, c.id) ${beyond} (${after}::${types[name]}, ${afterId}::uuid)`
    : sql`true`
  const search = query.search
    ? sql`c.search like ${`%${escapeLike(query.search.toLowerCase())}%`}`
    : sql`true`
  const { rows } = await sql<Row & { sort_key: string }>`
    select c.id, c.group_id, c.name, c.domain, c.first_seen, c.last_seen, ${columns[name]}::text as sort_key, ${people}, ${owner} as owner
    from companies c left join users u on u.id = c.owner_id
    where ${visibleTo(caller, 'companies', 'view', sql`c`)} and ${search} and ${beyondCursor}
    order by ${columns[name]} ${direction}, c.id ${direction} limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    data: page.map(({ sort_key: _, ...row }) => withoutHidden(caller, 'companies', withTimes(row))),
    next: rows.length > query.limit && last ? encodeCursor([last.sort_key, last.id]) : null,
  }
}

/** A company with its traits; null when unknown or not visible to the caller. */
export async function findCompany(db: Queryable, caller: Actor, id: string): Promise<Company | null> {
  const { rows } = await sql<Row & { traits: TraitMap }>`
    select c.id, c.group_id, c.name, c.domain, c.traits, c.first_seen, c.last_seen, ${people}, ${owner} as owner
    from companies c left join users u on u.id = c.owner_id
    where c.id = ${id}::uuid and ${visibleTo(caller, 'companies', 'view', sql`c`)}`.execute(db)
  const row = rows[0]
  if (!row) return null
  const traits = visibleTraits(caller, 'companies', plainTraits(row.traits))
  return withoutHidden(caller, 'companies', { ...withTimes(row), traits })
}

/** What was said last about each trait of a company; the caller has found out that it may be seen. */
export async function companyFacts(db: Queryable, id: string): Promise<TraitMap> {
  const { rows } = await sql<{ traits: TraitMap }>`
    select traits from companies where id = ${id}::uuid`.execute(db)
  return rows[0]?.traits ?? {}
}

function withTimes<R extends { first_seen: Date; last_seen: Date }>(row: R) {
  return { ...row, first_seen: row.first_seen.toISOString(), last_seen: row.last_seen.toISOString() }
}
