import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { rightsFor } from '../../../model/rights.ts'
import type { TraitType } from '../../../model/trait.ts'
import type { SegmentMembers } from '../../../model/segment.ts'
import { hiddenFields, visibleTo } from '../../access/index.ts'
import { requireReadableTraits, seesEmail } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { valueAt } from '../value-at.ts'
import { fixed, type Column, type Table } from './table.ts'

const MEMBERS_PER_READ = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** `members`: of what the segment is. */
export type MembersAsked = { segment: string; members: SegmentMembers; traits: string[] }

type Row = { member_id: string; entered_at: Date } & Profile
/** What is read of a member beside when they entered: what a file says first, and all their traits. */
export type Profile = { fixed: (string | null)[]; known: JsonObject }

/** Throws `forbidden` for traits that are hidden from the caller, and for callers who may export none of these. */
export function requireExport(caller: Actor, members: SegmentMembers, traits: string[]): void {
  if (rightsFor(caller.grants.rights, members).export === 'none')
    throw fail('forbidden', `Your role does not let you export ${members}. Ask an administrator.`)
  requireReadableTraits(
    caller,
    members,
    traits.map((field) => ({ field })),
  )
}

/**
 * Everybody, or every company, who is in a segment and whom the caller may export, in the order of their ids, with these traits. Who enters
 * or leaves meanwhile may be in it or not; nobody is in it twice. Throws as `requireExport`.
 */
export async function memberTable(
  db: Queryable,
  caller: Actor,
  { segment, members, traits }: MembersAsked,
): Promise<Table> {
  requireExport(caller, members, traits)
  const columns = [
    ...fixedColumns(members),
    fixed('entered_at', 'time'),
    ...(await traitColumns(db, members, traits)),
  ]
  return { columns, pages: readPages(db, caller, { segment, members, traits }) }
}

/** The columns of traits. One has a type of its own where nobody was ever seen with a value of another. */
export async function traitColumns(
  db: Queryable,
  members: SegmentMembers,
  traits: string[],
): Promise<Column[]> {
  // Traits of companies are not surveyed.
  if (members === 'companies') return traits.map((name) => ({ name, type: 'text', isTrait: true }))
  const { rows } = await sql<{ name: string; types: Partial<Record<TraitType, number>> }>`
    select name, types from traits where name = any(${traits}::text[])`.execute(db)
  const seen = new Map(rows.map(({ name, types }) => [name, Object.keys(types)]))
  return traits.map((name) => {
    const [type, ...others] = seen.get(name) ?? []
    const isPlain = others.length === 0 && (type === 'number' || type === 'boolean')
    return { name, type: isPlain ? type : 'text', isTrait: true }
  })
}

const names: Record<SegmentMembers, readonly string[]> = {
  people: ['person_id', 'name', 'email', 'user_id'],
  companies: ['company_id', 'name', 'domain', 'group_id'],
}

/** The columns with which a file begins. */
export function fixedColumns(members: SegmentMembers): Column[] {
  return names[members].map((name) => fixed(name))
}

/** What is selected of the person or company `p` as a `Profile`. */
export function profileOf(caller: Actor, members: SegmentMembers): RawBuilder<unknown> {
  if (members === 'companies') {
    const hidden = hiddenFields(caller, 'companies').includes('domain')
    return sql`array[p.id::text, p.name, ${hidden ? sql`null` : sql`p.domain`}, p.group_id] as fixed,
      (select coalesce(jsonb_object_agg(t.key, t.value -> 'v'), '{}') from jsonb_each(p.traits) t) as known`
  }
  return sql`array[p.id::text, p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`},
    (select value from identifiers o where o.person_id = p.id and o.type = 'user_id'
     order by o.first_seen, o.id limit 1)] as fixed, p.traits as known`
}

/** The cells of a member's traits. */
export function traitCells({ known }: Profile, traits: string[]): unknown[] {
  return traits.map((trait) => valueAt(known, trait))
}

async function* readPages(
  db: Queryable,
  caller: Actor,
  { segment, members, traits }: MembersAsked,
): AsyncGenerator<unknown[][]> {
  for (let after = FIRST_ID; ;) {
    const { rows } = await sql<Row>`
      select m.member_id, m.entered_at, ${profileOf(caller, members)}
      from segment_members m join ${sql.table(members)} p on p.id = m.member_id
      where m.segment_id = ${segment}::uuid and m.member_id > ${after}::uuid
        and ${visibleTo(caller, members, 'export', sql`p`)}
      order by m.member_id limit ${MEMBERS_PER_READ}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => [...row.fixed, row.entered_at, ...traitCells(row, traits)])
    after = last.member_id
  }
}
