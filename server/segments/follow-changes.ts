import { sql } from 'kysely'
import { z } from 'zod'
import type { News, Processor } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { changeMembers, type MemberChange } from './change-members.ts'
import { failSegment, listEvaluated, lockUnchanged, type EvaluatedSegment } from './evaluated-segment.ts'
import { evaluatePeople, type Evaluation } from './evaluate-people.ts'
import { moveMembers, type Gone } from './move-members.ts'
import { removeMembers } from './remove-members.ts'
import { stillPeople } from './still-people.ts'

/** Each tells of up to 2,000 people. */
const NEWS_PER_RUN = 10

const peopleChanged = z.object({
  people: z.array(z.string()),
  gone: z.array(z.object({ from: z.string(), to: z.string() })),
})

/** Keeps live segments current: evaluates the people whom events, traits or identity changed, right after it happened. */
export const followChanges: Processor = {
  name: 'segments',
  handles: ['people.changed'],
  newsPerRun: NEWS_PER_RUN,
  async plan(news, platform) {
    const { people, gone } = readChanges(news)
    const evaluation = await evaluatePeople(platform, await listEvaluated(platform.db), people)
    return async (trx) => {
      await moveMembers(trx, gone)
      await removeMembers(trx, people)
      await settle(trx, evaluation, { people, at: platform.clock.now() })
      for (const { segment, error } of evaluation.failures) await failSegment(trx, segment, error)
    }
  },
}

function readChanges(news: News[]): { people: string[]; gone: Gone[] } {
  const changes = news.map(({ payload }) => peopleChanged.parse(payload))
  return {
    people: [...new Set(changes.flatMap(({ people }) => people))],
    gone: changes.flatMap(({ gone }) => gone),
  }
}

async function settle(
  trx: Trx,
  evaluation: Evaluation,
  { people, at }: { people: string[]; at: number },
): Promise<void> {
  if (evaluation.segments.length === 0) return
  const segments = await lockUnchanged(trx, evaluation.segments)
  const present = [...(await stillPeople(trx, people))]
  const members = await membersAmong(trx, segments, present)
  const changes = present.flatMap((personId) =>
    changesOf(personId, { segments, members, held: evaluation.held }),
  )
  await changeMembers(trx, changes, { at, initial: false })
}

function changesOf(
  personId: string,
  {
    segments,
    members,
    held,
  }: { segments: EvaluatedSegment[]; members: Map<string, Set<string>>; held: Map<string, Set<string>> },
): MemberChange[] {
  const [before, after] = [members.get(personId), held.get(personId)]
  return segments.flatMap((segment) => {
    const entered = after?.has(segment.id) ?? false
    return entered === (before?.has(segment.id) ?? false) ? [] : [{ segment, personId, entered }]
  })
}

/**
 * Who belongs to what, also by the id of somebody they have become since: the news of that may come later than what is
 * known by now, and nobody enters twice.
 */
async function membersAmong(
  trx: Trx,
  segments: EvaluatedSegment[],
  people: string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ person_id: string; segments: string[] }>`
    select i.person_id, array_agg(m.segment_id) as segments
    from identifiers i join segment_members m on m.person_id = i.id
    where i.person_id = any(${people}::uuid[]) and m.segment_id = any(${segments.map(({ id }) => id)}::uuid[])
    group by i.person_id`.execute(trx)
  return new Map(rows.map((row) => [row.person_id, new Set(row.segments)]))
}
