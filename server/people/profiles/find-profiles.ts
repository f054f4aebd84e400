import { sql } from 'kysely'
import type { Membership, Person } from '../../../model/person.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { compare } from '../identity/identifiers.ts'
import { toPerson, type PersonParts } from './person-parts.ts'

type Owner = { id: string; person_id: string }
type IdentifierRow = Owner & {
  type: string
  value: string
  state: Person['identifiers'][number]['state']
  first_seen: Date
}
type CompanyRow = Omit<Membership, 'role' | 'by_email'> & {
  person_id: string
  role: string | null
  by_email: boolean
}
type SegmentRow = { id: string; name: string; entered_at: Date; person_id: string }

/**
 * These people with everything known, whoever asks, by their present ids, and whose each of their identifiers is. Part by
 * part for all of them, which costs a third of asking person by person.
 */
export async function findProfiles(
  db: Queryable,
  people: string[],
): Promise<{ profiles: Person[]; owners: Owner[] }> {
  if (people.length === 0) return { profiles: [], owners: [] }
  const { rows } = await sql<Omit<PersonParts, 'identifiers' | 'companies' | 'segments'>>`
    select id, name, traits, first_seen, last_seen, updated_at from people where id = any(${people}::uuid[])`.execute(
    db,
  )
  const { rows: identifiers } = await sql<IdentifierRow>`
    select id, person_id, type, value, state, first_seen from identifiers
    where person_id = any(${people}::uuid[])`.execute(db)
  const companies = grouped(await companiesOf(db, identifiers))
  const segments = grouped(await segmentsOf(db, people))
  const named = grouped(identifiers)
  const profiles = rows.map((row) =>
    toPerson({
      ...row,
      identifiers: (named.get(row.id) ?? []).toSorted(byAge).map(({ type, value, state, first_seen }) => ({
        type,
        value,
        state,
        first_seen: first_seen.toISOString(),
      })),
      companies: (companies.get(row.id) ?? []).map(({ id, group_id, name, role, by_email }) => ({
        id,
        group_id,
        name,
        ...(role !== null && { role }),
        ...(by_email && { by_email }),
      })),
      segments: (segments.get(row.id) ?? []).map(({ id, name, entered_at }) => ({
        id,
        name,
        entered_at: entered_at.toISOString(),
      })),
    }),
  )
  return { profiles, owners: identifiers }
}

/** As the database orders them for one person: sorting those of all people at once there costs more than reading them. */
function byAge(a: IdentifierRow, b: IdentifierRow): number {
  return (
    a.first_seen.getTime() - b.first_seen.getTime() || compare(a.type, b.type) || compare(a.value, b.value)
  )
}

async function companiesOf(db: Queryable, identifiers: Owner[]): Promise<CompanyRow[]> {
  const { rows } = await sql<CompanyRow>`
    select distinct on (c.id, i.person_id) i.person_id, c.id, c.group_id, c.name, m.role,
      bool_and(m.by_email is true) over (partition by c.id, i.person_id) as by_email
    from unnest(${identifiers.map(({ id }) => id)}::uuid[], ${identifiers.map((one) => one.person_id)}::uuid[])
      as i (id, person_id)
    join company_members m on m.identifier_id = i.id join companies c on c.id = m.company_id
    order by c.id, i.person_id, m.role_at desc nulls last`.execute(db)
  return rows
}

async function segmentsOf(db: Queryable, people: string[]): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    select m.member_id as person_id, s.id, s.name, m.entered_at from segment_members m join segments s on s.id = m.segment_id
    where m.member_id = any(${people}::uuid[]) order by m.entered_at desc, s.id`.execute(db)
  return rows
}

function grouped<Row extends { person_id: string }>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows)
    if (groups.get(row.person_id)?.push(row) === undefined) groups.set(row.person_id, [row])
  return groups
}
