import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { PersonRow, PersonSort } from '../../../model/person.ts'
import { decodeCursor, encodeCursor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { whereOf, type PeopleFilter } from './people-filter.ts'

export type PeopleQuery = PeopleFilter & { sort: PersonSort; limit: number; cursor: string | undefined }

const columns = {
  last_seen: sql`p.last_seen`,
  first_seen: sql`p.first_seen`,
  name: sql`coalesce(left(lower(p.name), 80), '')`,
} as const
const position = z.tuple([z.string(), z.uuid()])
const types = { last_seen: sql`timestamptz`, first_seen: sql`timestamptz`, name: sql`text` } as const

type Row = Omit<PersonRow, 'first_seen' | 'last_seen'> & {
  first_seen: Date
  last_seen: Date
  sort_key: string
}

/** A page of people, with each one's strongest identifier and the company they acted for last. */
export async function listPeople(db: Database, query: PeopleQuery): Promise<Page<PersonRow>> {
  const descending = query.sort.startsWith('-')
  const name = query.sort.replace('-', '') as keyof typeof columns
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, position) : []
  const beyondCursor = query.cursor
    ? sql`(${columns[name]}, p.id) ${beyond} (${after}::${types[name]}, ${afterId}::uuid)`
    : sql`true`
  const { rows } = await sql<Row>`
    with page as materialized (
      select p.id, p.name, p.email, p.first_seen, p.last_seen, ${columns[name]} as sort_value
      from people p where ${whereOf(query)} and ${beyondCursor}
      order by ${columns[name]} ${direction}, p.id ${direction} limit ${query.limit + 1}
    )
    select p.id, p.name, p.email, p.first_seen, p.last_seen, p.sort_value::text as sort_key, i.identifier, c.company
    from page p
    left join lateral (
      select jsonb_build_object('type', type, 'value', value) as identifier from identifiers
      where person_id = p.id
      order by case type when 'user_id' then 0 when 'email' then 1 when 'anonymous_id' then 3 else 2 end, first_seen, id limit 1
    ) i on true
    left join lateral (
      select jsonb_build_object('id', c.id, 'group_id', c.group_id, 'name', c.name) as company
      from identifiers o join company_members m on m.identifier_id = o.id join companies c on c.id = m.company_id
      where o.person_id = p.id order by m.last_seen desc, c.id limit 1
    ) c on true
    order by p.sort_value ${direction}, p.id ${direction}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    data: page.map(({ sort_key: _, ...row }) => ({
      ...row,
      first_seen: row.first_seen.toISOString(),
      last_seen: row.last_seen.toISOString(),
    })),
    next: rows.length > query.limit && last ? encodeCursor([last.sort_key, last.id]) : null,
  }
}
