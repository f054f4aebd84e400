import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Processor } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { changeMembers, type MemberChange } from './change-members.ts'
import { copyRecords } from './copy-records.ts'
import { failSegment, listEvaluated, lockUnchanged, type EvaluatedSegment } from './evaluated-segment.ts'
import { evaluatePeople, type Evaluation } from './evaluate-people.ts'
import { moveMembers } from './move-members.ts'
import { removeMembers } from './remove-members.ts'
import { stillPeople } from './still-people.ts'
import { peopleBehind, readTouched, touchingNews } from './touched.ts'
import { asksRecords, eventsAsked } from './weight.ts'

/** A batch of events tells of up to 2,000 people, and of companies that are new or joined in news of their own. */
const NEWS_PER_RUN = 30

/**
 * Keeps live segments current: evaluates the people whom events, traits, identity, deals, companies or the passing of time
 * changed, right after it happened.
 */
export const followChanges: Processor = {
  name: 'segments',
  handles: touchingNews,
  newsPerRun: NEWS_PER_RUN,
  async plan(news, platform) {
    const touched = readTouched(news)
    await copyRecords(platform, touched)
    const segments = await listEvaluated(platform.db)
    const asking = segments.filter(({ definition }) => asksRecords(definition.conditions))
    const behind = asking.length > 0 ? await peopleBehind(platform.db, touched) : []
    const people = touched.concerned(
      new Set(segments.flatMap(({ definition }) => eventsAsked(definition.conditions))),
    )
    const known = new Set(people)
    const evaluations = [
      ...(await evaluatePeople(platform, segments, people)),
      ...(await evaluatePeople(
        platform,
        asking,
        behind.filter((person) => !known.has(person)),
      )),
    ]
    return async (trx) => {
      const at = platform.clock.now()
      await moveMembers(trx, touched.gone, at)
      await removeMembers(trx, touched.removed, at)
      for (const evaluation of evaluations) {
        await settle(trx, evaluation, platform.clock)
        for (const { one, error } of evaluation.failures) await failSegment(trx, one, error)
      }
    }
  },
}

async function settle(trx: Trx, evaluation: Evaluation, clock: Clock): Promise<void> {
  if (evaluation.segments.length === 0 || evaluation.people.length === 0) return
  const segments = await lockUnchanged(trx, evaluation.segments)
  const present = [...(await stillPeople(trx, evaluation.people))]
  const members = await membersAmong(trx, segments, present)
  const changes = present.flatMap((personId) =>
    changesOf(personId, { segments, members, held: evaluation.held }),
  )
  // Read while the segments are held: an export of changes knows by that what was before it.
  await changeMembers(trx, changes, { at: clock.now(), initial: false })
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
