import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Segment } from '../../../model/segment.ts'
import { audit, visibleTo } from '../../access/index.ts'
import { requireReadableTraits, seesEmail } from '../../people/index.ts'
import { csvLine } from '../../platform/csv-line.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { rightsFor } from '../../../model/rights.ts'
import { subjectOf } from '../segment-row.ts'
import { valueAt } from '../value-at.ts'

const PEOPLE_PER_READ = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export type ExportFormat = 'csv' | 'ndjson'
export type MembersExport = { segment: Segment; traits: string[]; format: ExportFormat }

type Row = {
  person_id: string
  name: string | null
  email: string | null
  user_id: string | null
  entered_at: Date
  known: JsonObject
}

/**
 * Everybody who is in a segment and whom the caller may export, line by line in the order of their ids, with these traits. Who
 * enters or leaves meanwhile may be in it or not; nobody is in it twice. Throws `forbidden` for traits that are hidden, and for
 * callers who may export nobody.
 */
export async function exportMembers(
  { db }: Platform,
  caller: Actor,
  { segment, traits, format }: MembersExport,
): Promise<AsyncGenerator<string>> {
  if (rightsFor(caller.grants.rights, 'people').export === 'none')
    throw fail('forbidden', 'Your role does not let you export people. Ask an administrator.')
  requireReadableTraits(
    caller,
    'people',
    traits.map((field) => ({ field })),
  )
  await audit(db, caller, {
    action: 'segment.exported',
    subject: subjectOf(segment),
    details: { format, traits },
  })
  return linesOf(db, caller, { segment, traits, format })
}

async function* linesOf(
  db: Queryable,
  caller: Actor,
  { segment, traits, format }: MembersExport,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(['person_id', 'name', 'email', 'user_id', 'entered_at', ...traits])
  for (let after = FIRST_ID; ;) {
    const rows = await readMembers(db, caller, { segment: segment.id, after })
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => lineWriters[format](row, traits)).join('')
    after = last.person_id
  }
}

async function readMembers(
  db: Queryable,
  caller: Actor,
  { segment, after }: { segment: string; after: string },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select m.person_id, p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, m.entered_at, p.traits as known,
      (select value from identifiers o where o.person_id = p.id and o.type = 'user_id'
       order by o.first_seen, o.id limit 1) as user_id
    from segment_members m join people p on p.id = m.person_id
    where m.segment_id = ${segment} and m.person_id > ${after}::uuid and ${visibleTo(caller, 'people', 'export', sql`p`)}
    order by m.person_id limit ${PEOPLE_PER_READ}`.execute(db)
  return rows
}

const lineWriters: Record<ExportFormat, (row: Row, traits: string[]) => string> = {
  csv: ({ person_id, name, email, user_id, entered_at, known }, traits) =>
    csvLine([
      person_id,
      name ?? '',
      email ?? '',
      user_id ?? '',
      entered_at.toISOString(),
      ...traits.map((trait) => textOf(valueAt(known, trait))),
    ]),
  ndjson: ({ person_id, name, email, user_id, entered_at, known }, traits) =>
    `${JSON.stringify({
      person_id,
      name,
      email,
      user_id,
      entered_at: entered_at.toISOString(),
      traits: Object.fromEntries(traits.map((trait) => [trait, valueAt(known, trait)])),
    })}\n`,
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
