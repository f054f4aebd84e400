import { sql } from 'kysely'
import { publish, recordEvent } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './resize.ts'

/** A person who enters a segment, or leaves it. */
export type MemberChange = { segment: { id: string; name: string }; personId: string; entered: boolean }

/** `at` in ms since 1970; `initial` says that the segment is being built, so that nobody just did anything. */
export type ChangeOptions = { at: number; initial: boolean }

type Row = { segment_id: string; person_id: string }

/**
 * Lets people enter and leave, keeps the sizes and what was before exact, and tells of it: as news, and as an event of each person. The
 * segments must be locked. A change that changes nothing is not told.
 */
export async function changeMembers(
  trx: Trx,
  changes: MemberChange[],
  { at, initial }: ChangeOptions,
): Promise<void> {
  if (changes.length === 0) return
  const when = new Date(at)
  const entered = await insertMembers(
    trx,
    changes.filter((change) => change.entered),
    when,
  )
  const left = await endStays(
    trx,
    changes.filter((change) => !change.entered),
    when,
  )
  const steps = [
    ...entered.map(({ segment_id }) => ({ segment_id, by: 1, entries: 1 })),
    ...left.map(({ segment_id }) => ({ segment_id, by: -1, exits: 1 })),
  ]
  await resize(trx, steps, when)
  const names = new Map(changes.map(({ segment }) => [segment.id, segment.name]))
  await tell(trx, entered, { what: 'entered', names, at: when, initial })
  await tell(trx, left, { what: 'left', names, at: when, initial: false })
}

async function insertMembers(trx: Trx, changes: MemberChange[], at: Date): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    insert into segment_members (segment_id, person_id, entered_at)
    select segment_id, person_id, ${at} from ${pairs(changes)}
    on conflict do nothing returning segment_id, person_id`.execute(trx)
  return rows
}

/** Members become people who were members, with the time from when to when. */
async function endStays(trx: Trx, changes: MemberChange[], at: Date): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    with ended as (
      delete from segment_members m using ${pairs(changes)}
      where m.segment_id = n.segment_id and m.person_id = n.person_id
      returning m.segment_id, m.person_id, m.entered_at
    )
    insert into segment_stays (segment_id, person_id, entered_at, left_at)
    select segment_id, person_id, entered_at, greatest(entered_at, ${at}::timestamptz) from ended
    returning segment_id, person_id`.execute(trx)
  return rows
}

function pairs(changes: MemberChange[]) {
  const segments = changes.map(({ segment }) => segment.id)
  const people = changes.map(({ personId }) => personId)
  return sql`unnest(${segments}::uuid[], ${people}::uuid[]) as n (segment_id, person_id)`
}

const types = { entered: 'segment.entered', left: 'segment.left' } as const
const events = { entered: 'Segment Entered', left: 'Segment Left' } as const

type Told = { what: 'entered' | 'left'; names: Map<string, string>; at: Date; initial: boolean }

async function tell(trx: Trx, rows: Row[], { what, names, at, initial }: Told): Promise<void> {
  const news = rows.map(({ segment_id, person_id }) => ({
    segmentId: segment_id,
    segmentName: names.get(segment_id) ?? '',
    personId: person_id,
    at: at.toISOString(),
    ...(initial && { initial }),
  }))
  await publish(
    trx,
    news.map((payload) => ({ type: types[what], payload })),
  )
  const recorded = news.map(({ segmentId, segmentName, personId }) => ({
    type: 'track' as const,
    event: events[what],
    personRef: personId,
    companyRef: null,
    properties: { segment_id: segmentId, segment_name: segmentName },
    at,
  }))
  await recordEvent(trx, ...recorded)
}
