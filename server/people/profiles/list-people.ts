import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { PersonRow, PersonSort } from '../../../model/person.ts'
import { visibleTo } from '../../access/index.ts'
import { decodeCursor, encodeCursor, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { strongestFirst } from './person-ref.ts'
import { hiddenTypes, seesEmail } from './visible-fields.ts'
import { whereOf, type PeopleFilter } from './people-filter.ts'

export type PeopleQuery = PeopleFilter & { sort: PersonSort; limit: number; cursor: string | undefined }

const columns = {
  last_seen: sql`p.last_seen`,
  first_seen: sql`p.first_seen`,
  name: sql`coalesce(left(lower(p.name), 80), '')`,
} as const
/** The owner of a row, with its user `u`. */
export const owner = sql`case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end`

const position = z.tuple([z.string(), z.uuid()])
const types = { last_seen: sql`timestamptz`, first_seen: sql`timestamptz`, name: sql`text` } as const

type Row = Omit<PersonRow, 'first_seen' | 'last_seen'> & {
  first_seen: Date
  last_seen: Date
  sort_key: string
}

/**
 * A page of people, with each one's strongest identifier and the company they acted for last: of a company, that one, and what they
 * are there.
 */
export async function listPeople(db: Database, caller: Actor, query: PeopleQuery): Promise<Page<PersonRow>> {
  const descending = query.sort.startsWith('-')
  const name = query.sort.replace('-', '') as keyof typeof columns
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, position) : []
  const beyondCursor = query.cursor
    ? sql`(${columns[name]}, p.id) ${beyond} (${after}::${types[name]}, ${afterId}::uuid)`
    : sql`true`
  const withEmail = seesEmail(caller)
  const { rows } = await sql<Row>`
    with page as materialized (
      select p.id, p.name, p.email, p.first_seen, p.last_seen, p.owner_id, ${columns[name]} as sort_value
      from people p where ${whereOf(caller, query)} and ${beyondCursor}
      order by ${columns[name]} ${direction}, p.id ${direction} limit ${query.limit + 1}
    )
    select p.id, p.name, ${withEmail ? sql`p.email` : sql`null`} as email, p.first_seen, p.last_seen,
      p.sort_value::text as sort_key, i.identifier, c.company, ${owner} as owner
    from page p left join users u on u.id = p.owner_id
    left join lateral (
      select jsonb_build_object('type', o.type, 'value', o.value) as identifier from identifiers o
      where o.person_id = p.id and o.type <> all(${hiddenTypes(caller)}::text[]) order by ${strongestFirst} limit 1
    ) i on true
    left join lateral (
      select jsonb_build_object('id', c.id, 'group_id', c.group_id, 'name', c.name)
        || jsonb_strip_nulls(jsonb_build_object('role', m.role)) as company
      from identifiers o join company_members m on m.identifier_id = o.id join companies c on c.id = m.company_id
      where o.person_id = p.id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
        and ${query.company === null ? sql`true` : sql`c.id = ${query.company}::uuid`}
      order by ${query.company === null ? sql`m.last_seen desc` : sql`m.role_at desc nulls last`}, c.id limit 1
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
