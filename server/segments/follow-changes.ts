import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Platform } from '../platform/index.ts'
import type { Processor } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { membersOf, type SegmentMembers } from '../../model/segment.ts'
import { changeMembers, type MemberChange } from './change-members.ts'
import { copyRecords } from './copy-records.ts'
import { failSegment, listEvaluated, lockUnchanged, type EvaluatedSegment } from './evaluated-segment.ts'
import { evaluateCompanies } from './evaluate-companies.ts'
import { evaluatePeople, type Evaluation } from './evaluate-people.ts'
import { moveMembers } from './move-members.ts'
import { removeCompanies, removeMembers } from './remove-members.ts'
import { stillThere } from './still-there.ts'
import { companiesBehind, peopleBehind, readTouched, touchingNews, type Touched } from './touched.ts'
import { asksRecords, eventsAsked } from './weight.ts'

/** A batch of events tells of up to 2,000 people, and of companies that are new or joined in news of their own. */
const NEWS_PER_RUN = 30

/**
 * Keeps live segments current: evaluates the people and companies whom events, traits, identity, deals, companies or the passing of time
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
    const people = touched.concerned(
      new Set(segments.flatMap(({ definition }) => eventsAsked(definition.conditions))),
    )
    const ofPeople = segments.filter(({ definition }) => membersOf(definition) === 'people')
    const ofCompanies = segments.filter(({ definition }) => membersOf(definition) === 'companies')
    const concerned = { platform, touched, people }
    const evaluations = [
      ...(await evaluateTouchedPeople(concerned, ofPeople)),
      ...(await evaluateTouchedCompanies(concerned, ofCompanies)),
    ]
    return async (trx) => {
      const at = platform.clock.now()
      await moveMembers(trx, touched.gone, at)
      await removeMembers(trx, touched.removed, at)
      await removeCompanies(trx, touched.companies, at)
      for (const evaluation of evaluations) {
        await settle(trx, evaluation, platform.clock)
        for (const { one, error } of evaluation.failures) await failSegment(trx, one, error)
      }
    }
  },
}

type Concerned = { platform: Platform; touched: Touched; people: string[] }

/** Those who did something or changed are asked of everything, those behind other news of what these can have changed. */
async function evaluateTouchedPeople(
  { platform, touched, people }: Concerned,
  segments: EvaluatedSegment[],
): Promise<Evaluation[]> {
  const asking = segments.filter(({ definition }) => asksRecords(definition.conditions))
  const behind = asking.length > 0 ? await peopleBehind(platform.db, touched) : []
  const known = new Set(people)
  return [
    ...(await evaluatePeople(platform, segments, people)),
    ...(await evaluatePeople(
      platform,
      asking,
      behind.filter((person) => !known.has(person)),
    )),
  ]
}

async function evaluateTouchedCompanies(
  { platform, touched, people }: Concerned,
  segments: EvaluatedSegment[],
): Promise<Evaluation[]> {
  if (segments.length === 0) return []
  const behind = await peopleBehind(platform.db, touched)
  const companies = await companiesBehind(platform.db, touched, [...people, ...behind])
  return [await evaluateCompanies(platform, segments, companies)]
}

async function settle(trx: Trx, evaluation: Evaluation, clock: Clock): Promise<void> {
  const [first] = evaluation.segments
  if (!first || evaluation.members.length === 0) return
  const kind = membersOf(first.definition)
  const segments = await lockUnchanged(trx, evaluation.segments)
  const present = [...(await stillThere(trx, kind, evaluation.members))]
  const members = await membersAmong[kind](trx, segments, present)
  const changes = present.flatMap((memberId) =>
    changesOf(memberId, { segments, members, held: evaluation.held }),
  )
  // Read while the segments are held: an export of changes knows by that what was before it.
  await changeMembers(trx, changes, { at: clock.now(), initial: false })
}

function changesOf(
  memberId: string,
  {
    segments,
    members,
    held,
  }: { segments: EvaluatedSegment[]; members: Map<string, Set<string>>; held: Map<string, Set<string>> },
): MemberChange[] {
  const [before, after] = [members.get(memberId), held.get(memberId)]
  return segments.flatMap((segment) => {
    const entered = after?.has(segment.id) ?? false
    return entered === (before?.has(segment.id) ?? false) ? [] : [{ segment, memberId, entered }]
  })
}

type FindMembers = (
  trx: Trx,
  segments: EvaluatedSegment[],
  members: string[],
) => Promise<Map<string, Set<string>>>

/**
 * Who belongs to what. A person also by the id of somebody they have become since: the news of that may come later than
 * what is known by now, and nobody enters twice.
 */
const membersAmong: Record<SegmentMembers, FindMembers> = {
  async people(trx, segments, people) {
    const { rows } = await sql<MemberOf>`
      select i.person_id as id, array_agg(m.segment_id) as segments
      from identifiers i join segment_members m on m.member_id = i.id
      where i.person_id = any(${people}::uuid[]) and m.segment_id = any(${idsOf(segments)}::uuid[])
      group by i.person_id`.execute(trx)
    return bySegments(rows)
  },
  async companies(trx, segments, companies) {
    const { rows } = await sql<MemberOf>`
      select member_id as id, array_agg(segment_id) as segments from segment_members
      where member_id = any(${companies}::uuid[]) and segment_id = any(${idsOf(segments)}::uuid[])
      group by member_id`.execute(trx)
    return bySegments(rows)
  },
}

type MemberOf = { id: string; segments: string[] }

function bySegments(rows: MemberOf[]): Map<string, Set<string>> {
  return new Map(rows.map(({ id, segments }) => [id, new Set(segments)]))
}

function idsOf(segments: EvaluatedSegment[]): string[] {
  return segments.map(({ id }) => id)
}
