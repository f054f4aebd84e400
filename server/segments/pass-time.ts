import { sql } from 'kysely'
import { membersOf, segmentMembers, type SegmentMembers } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import { publish } from '../platform/outbox/index.ts'
import { compileDue, type Passed } from './compile/due.ts'
import { edgesOf, type Edge } from './compile/edges.ts'
import { evaluateEverybody } from './evaluate-everybody.ts'
import { listEvaluated, type EvaluatedSegment } from './evaluated-segment.ts'

const IDS_PER_NEWS = 2_000
/** When more people are due, as after a long stop, it is quicker to evaluate everybody. */
export const MOST_DUE = 50_000

/**
 * Lets time pass: finds the people, and the companies, of whom time alone may have changed something since it was last
 * looked, and has them evaluated like those who changed. Who is due is read from the edges of windows, not remembered, so
 * there is nothing that could be wrong or lost; the news of them and how far time has passed are one transaction.
 */
export async function passTime(platform: Platform, isStopped = () => false): Promise<void> {
  const segments = (await listEvaluated(platform.db, ['live'])).filter(
    ({ definition }) => edgesOf(definition).length > 0,
  )
  for (const members of segmentMembers)
    await passTimeOf(platform, {
      members,
      segments: segments.filter(({ definition }) => membersOf(definition) === members),
      isStopped,
    })
}

type Passing = { members: SegmentMembers; segments: EvaluatedSegment[]; isStopped: () => boolean }

async function passTimeOf(platform: Platform, { members, segments, isStopped }: Passing): Promise<void> {
  const since = Math.min(...segments.map(({ evaluated_at }) => evaluated_at?.getTime() ?? Infinity))
  const passed = { since, now: platform.clock.now() }
  if (!(passed.since < passed.now)) return
  const edges = segments.flatMap(({ definition }) => edgesOf(definition))
  const due = await findDue(platform, edges, { members, passed })
  if (due.length > MOST_DUE) return evaluateEverybody(platform, segments, { initial: false, isStopped })
  await tellDue(platform, segments, { members, due, at: new Date(passed.now) })
}

/** Whom rows on these edges are about; more than `MOST_DUE` are not all named. */
export async function findDue(
  { warehouse }: Platform,
  edges: readonly Edge[],
  { members, passed }: { members: SegmentMembers; passed: Passed },
): Promise<string[]> {
  const due = compileDue(edges, passed, { members, limit: MOST_DUE + 1 })
  if (!due) return []
  const rows = await warehouse.rows<{ id: string }>(due.query, due.params)
  return rows.map(({ id }) => id)
}

const told = {
  people: { type: 'people.due', key: 'people' },
  companies: { type: 'companies.due', key: 'due_companies' },
} as const satisfies Record<SegmentMembers, object>

async function tellDue(
  { db }: Platform,
  segments: EvaluatedSegment[],
  { members, due, at }: { members: SegmentMembers; due: string[]; at: Date },
): Promise<void> {
  const { type, key } = told[members]
  const news = Array.from({ length: Math.ceil(due.length / IDS_PER_NEWS) }, (_, index) => ({
    type,
    payload: { [key]: due.slice(index * IDS_PER_NEWS, (index + 1) * IDS_PER_NEWS) },
  }))
  const known = segments.map(({ id, version }) => ({ id, version }))
  await db.transaction().execute(async (trx) => {
    await publish(trx, news)
    await sql`
      update segments s set evaluated_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as n (id uuid, version int)
      where s.id = n.id and s.version = n.version and s.state = 'live' and s.evaluated_at < ${at}`.execute(
      trx,
    )
  })
}
