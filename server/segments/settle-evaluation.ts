import { sql } from 'kysely'
import { membersOf, type SegmentMembers } from '../../model/segment.ts'
import type { Clock } from '../platform/clock.ts'
import type { Trx } from '../platform/relational/index.ts'
import { changeMembers, type MemberChange } from './change-members.ts'
import type { Evaluation } from './evaluate-people.ts'
import { lockUnchanged, type EvaluatedSegment } from './evaluated-segment.ts'
import { stillThere } from './still-there.ts'

/** Lets those who were evaluated enter and leave as was found, and tells of it. */
export async function settleEvaluation(
  trx: Trx,
  evaluation: Evaluation,
  { clock, initial }: { clock: Clock; initial: boolean },
): Promise<void> {
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
  await changeMembers(trx, changes, { at: clock.now(), initial })
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
