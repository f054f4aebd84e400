import { sql } from 'kysely'
import { membersOf, type SegmentDefinition, type SegmentMembers } from '../../model/segment.ts'
import { publish, recordEvent } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './resize.ts'

/** A person, or a company, who enters a segment, or leaves it. */
export type MemberChange = {
  segment: { id: string; name: string; definition: Pick<SegmentDefinition, 'members'> }
  memberId: string
  entered: boolean
}

/** `at` in ms since 1970; `initial` says that the segment is being built, so that nobody just did anything. */
export type ChangeOptions = { at: number; initial: boolean }

type Row = { segment_id: string; member_id: string }

/**
 * Lets people and companies enter and leave, keeps the sizes and what was before exact, and tells of it: as news, and as an event of each. The
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
  const segments = new Map(changes.map(({ segment }) => [segment.id, segment]))
  await tell(trx, entered, { what: 'entered', segments, at: when, initial })
  await tell(trx, left, { what: 'left', segments, at: when, initial: false })
}

async function insertMembers(trx: Trx, changes: MemberChange[], at: Date): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    insert into segment_members (segment_id, member_id, entered_at)
    select segment_id, member_id, ${at} from ${pairs(changes)}
    on conflict do nothing returning segment_id, member_id`.execute(trx)
  return rows
}

/** Members become people who were members, with the time from when to when. */
async function endStays(trx: Trx, changes: MemberChange[], at: Date): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    with ended as (
      delete from segment_members m using ${pairs(changes)}
      where m.segment_id = n.segment_id and m.member_id = n.member_id
      returning m.segment_id, m.member_id, m.entered_at
    )
    insert into segment_stays (segment_id, member_id, entered_at, left_at)
    select segment_id, member_id, entered_at, greatest(entered_at, ${at}::timestamptz) from ended
    returning segment_id, member_id`.execute(trx)
  return rows
}

function pairs(changes: MemberChange[]) {
  const segments = changes.map(({ segment }) => segment.id)
  const members = changes.map(({ memberId }) => memberId)
  return sql`unnest(${segments}::uuid[], ${members}::uuid[]) as n (segment_id, member_id)`
}

/** Of companies it is told under names of its own: who hears of people looks for a person. */
const types = {
  people: { entered: 'segment.entered', left: 'segment.left' },
  companies: { entered: 'segment.company_entered', left: 'segment.company_left' },
} as const satisfies Record<SegmentMembers, object>
const events = { entered: 'Segment Entered', left: 'Segment Left' } as const

type Told = {
  what: 'entered' | 'left'
  segments: Map<string, MemberChange['segment']>
  at: Date
  initial: boolean
}

async function tell(trx: Trx, rows: Row[], { what, segments, at, initial }: Told): Promise<void> {
  const told = rows.map(({ segment_id, member_id }) => {
    const segment = segments.get(segment_id)
    return {
      id: segment_id,
      name: segment?.name ?? '',
      member_id,
      kind: membersOf(segment?.definition ?? null),
    }
  })
  await publish(
    trx,
    told.map(({ id, name, member_id, kind }) => ({
      type: types[kind][what],
      payload: {
        segmentId: id,
        segmentName: name,
        [kind === 'people' ? 'personId' : 'companyId']: member_id,
        at: at.toISOString(),
        ...(initial && { initial }),
      },
    })),
  )
  const recorded = told.map(({ id, name, member_id, kind }) => ({
    type: 'track' as const,
    event: events[what],
    personRef: kind === 'people' ? member_id : null,
    companyRef: kind === 'companies' ? member_id : null,
    properties: { segment_id: id, segment_name: name },
    at,
  }))
  await recordEvent(trx, ...recorded)
}
