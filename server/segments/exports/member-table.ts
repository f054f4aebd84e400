import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { rightsFor } from '../../../model/rights.ts'
import type { TraitType } from '../../../model/trait.ts'
import { visibleTo } from '../../access/index.ts'
import { requireReadableTraits, seesEmail } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { valueAt } from '../value-at.ts'
import { fixed, type Column, type Table } from './table.ts'

const PEOPLE_PER_READ = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export type MembersAsked = { segment: string; traits: string[] }

type Row = { person_id: string; entered_at: Date } & Profile
/** What is read of a person beside when they entered. */
export type Profile = { name: string | null; email: string | null; user_id: string | null; known: JsonObject }

/** Throws `forbidden` for traits that are hidden from the caller, and for callers who may export nobody. */
export function requireExport(caller: Actor, traits: string[]): void {
  if (rightsFor(caller.grants.rights, 'people').export === 'none')
    throw fail('forbidden', 'Your role does not let you export people. Ask an administrator.')
  requireReadableTraits(
    caller,
    'people',
    traits.map((field) => ({ field })),
  )
}

/**
 * Everybody who is in a segment and whom the caller may export, in the order of their ids, with these traits. Who enters
 * or leaves meanwhile may be in it or not; nobody is in it twice. Throws as `requireExport`.
 */
export async function memberTable(
  db: Queryable,
  caller: Actor,
  { segment, traits }: MembersAsked,
): Promise<Table> {
  requireExport(caller, traits)
  const columns = [
    ...['person_id', 'name', 'email', 'user_id'].map((name) => fixed(name)),
    fixed('entered_at', 'time'),
    ...(await traitColumns(db, traits)),
  ]
  return { columns, pages: readPages(db, caller, { segment, traits }) }
}

/** The columns of traits. One has a type of its own where nobody was ever seen with a value of another. */
export async function traitColumns(db: Queryable, traits: string[]): Promise<Column[]> {
  const { rows } = await sql<{ name: string; types: Partial<Record<TraitType, number>> }>`
    select name, types from traits where name = any(${traits}::text[])`.execute(db)
  const seen = new Map(rows.map(({ name, types }) => [name, Object.keys(types)]))
  return traits.map((name) => {
    const [type, ...others] = seen.get(name) ?? []
    const isPlain = others.length === 0 && (type === 'number' || type === 'boolean')
    return { name, type: isPlain ? type : 'text', isTrait: true }
  })
}

/** What is selected of the person `p` as a `Profile`. */
export function profileOf(caller: Actor): RawBuilder<unknown> {
  return sql`p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, p.traits as known,
    (select value from identifiers o where o.person_id = p.id and o.type = 'user_id'
     order by o.first_seen, o.id limit 1) as user_id`
}

/** The cells of a person's traits. */
export function traitCells({ known }: Profile, traits: string[]): unknown[] {
  return traits.map((trait) => valueAt(known, trait))
}

async function* readPages(
  db: Queryable,
  caller: Actor,
  { segment, traits }: MembersAsked,
): AsyncGenerator<unknown[][]> {
  for (let after = FIRST_ID; ;) {
    const { rows } = await sql<Row>`
      select m.person_id, m.entered_at, ${profileOf(caller)}
      from segment_members m join people p on p.id = m.person_id
      where m.segment_id = ${segment}::uuid and m.person_id > ${after}::uuid
        and ${visibleTo(caller, 'people', 'export', sql`p`)}
      order by m.person_id limit ${PEOPLE_PER_READ}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => [
      row.person_id,
      row.name,
      row.email,
      row.user_id,
      row.entered_at,
      ...traitCells(row, traits),
    ])
    after = last.person_id
  }
}
