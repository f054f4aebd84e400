import { sql } from 'kysely'
import { publish, recordEvent } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'

/** A person who enters a segment, or leaves it. */
export type MemberChange = { segment: { id: string; name: string }; personId: string; entered: boolean }

/** `at` in ms since 1970; `initial` says that the segment is being built, so that nobody just did anything. */
export type ChangeOptions = { at: number; initial: boolean }

type Row = { segment_id: string; person_id: string }

/**
 * Lets people enter and leave, keeps the sizes exact, and tells of it: as news, and as an event of each person. The
 * segments must be locked. A change that changes nothing is not told.
 */
export async function changeMembers(
  trx: Trx,
  changes: MemberChange[],
  { at, initial }: ChangeOptions,
): Promise<void> {
  if (changes.length === 0) return
  const entered = await insertMembers(
    trx,
    changes.filter((change) => change.entered),
    new Date(at),
  )
  const left = await deleteMembers(
    trx,
    changes.filter((change) => !change.entered),
  )
  await resize(trx, [
    ...entered.map((row) => ({ ...row, by: 1 })),
    ...left.map((row) => ({ ...row, by: -1 })),
  ])
  const names = new Map(changes.map(({ segment }) => [segment.id, segment.name]))
  const when = new Date(at)
  await tell(trx, entered, { what: 'entered', names, at: when, initial })
  await tell(trx, left, { what: 'left', names, at: when, initial: false })
}

/** Changes the sizes of segments by what was added and taken away. */
export async function resize(trx: Trx, steps: { segment_id: string; by: number }[]): Promise<void> {
  const sums = new Map<string, number>()
  for (const { segment_id, by } of steps) sums.set(segment_id, (sums.get(segment_id) ?? 0) + by)
  const deltas = [...sums].map(([id, by]) => ({ id, by })).filter(({ by }) => by !== 0)
  if (deltas.length === 0) return
  await sql`
    update segments s set size = s.size + d.by
    from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) as d (id uuid, by bigint) where s.id = d.id`.execute(
    trx,
  )
}

async function insertMembers(trx: Trx, changes: MemberChange[], at: Date): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    insert into segment_members (segment_id, person_id, entered_at)
    select segment_id, person_id, ${at} from ${pairs(changes)}
    on conflict do nothing returning segment_id, person_id`.execute(trx)
  return rows
}

async function deleteMembers(trx: Trx, changes: MemberChange[]): Promise<Row[]> {
  if (changes.length === 0) return []
  const { rows } = await sql<Row>`
    delete from segment_members m using ${pairs(changes)}
    where m.segment_id = n.segment_id and m.person_id = n.person_id returning m.segment_id, m.person_id`.execute(
    trx,
  )
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
