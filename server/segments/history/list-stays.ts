import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { SegmentStay } from '../../../model/segment-membership.ts'
import { currentPeople, findCompany, requirePeople } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'

type Row = Omit<SegmentStay, 'segment' | 'entered_at' | 'left_at'> & {
  segment: SegmentStay['segment']
  entered_at: Date
  left_at: Date | null
  key: string
}

/** A stay that goes on sorts as one that ends after all others. */
const ON = 'infinity'
const position = z.tuple([z.union([z.literal(ON), z.iso.datetime()]), z.iso.datetime(), z.string().max(40)])

/**
 * In which segments a person is and was, and from when to when: those they are in first, then the latest exit. The person
 * may be named by any id that ever was theirs. Throws `not_found` for somebody whom the caller does not see.
 */
export async function listStays(
  db: Database,
  caller: Actor,
  { person, limit, cursor }: { person: string; limit: number; cursor?: string | undefined },
): Promise<Page<SegmentStay>> {
  await requirePeople(db, caller, { ids: [person], action: 'view' })
  const id = (await currentPeople(db, [person])).get(person) ?? person
  return staysOf(db, { id, limit, cursor })
}

/** The same of a company. Throws `not_found` for one that the caller does not see. */
export async function listCompanyStays(
  db: Database,
  caller: Actor,
  { company, limit, cursor }: { company: string; limit: number; cursor?: string | undefined },
): Promise<Page<SegmentStay>> {
  if (!(await findCompany(db, caller, company))) throw fail('not_found', 'There is no company with this id.')
  return staysOf(db, { id: company, limit, cursor })
}

async function staysOf(
  db: Database,
  { id, limit, cursor }: { id: string; limit: number; cursor: string | undefined },
): Promise<Page<SegmentStay>> {
  const [left, entered, key] = cursor ? decodeCursor(cursor, position) : []
  const onward = cursor
    ? sql`(until, entered_at, key) < (${left}::timestamptz, ${entered}::timestamptz, ${key})`
    : sql`true`
  const { rows } = await sql<Row>`
    with stays as (
      select segment_id, entered_at, null::timestamptz as left_at, ${ON}::timestamptz as until, segment_id::text as key
      from segment_members where member_id = ${id}::uuid
      union all
      select segment_id, entered_at, left_at, left_at, id::text from segment_stays where member_id = ${id}::uuid
    )
    select jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind) as segment, t.entered_at, t.left_at, t.key
    from stays t join segments s on s.id = t.segment_id
    where ${onward} order by t.until desc, t.entered_at desc, t.key desc limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, (row) => [
    row.left_at?.toISOString() ?? ON,
    row.entered_at.toISOString(),
    row.key,
  ])
  return { data: page.data.map(toStay), next: page.next }
}

function toStay({ segment, entered_at, left_at }: Row): SegmentStay {
  return {
    segment,
    entered_at: entered_at.toISOString(),
    left_at: left_at?.toISOString() ?? null,
  }
}
