import { sql } from 'kysely'
import type { z } from 'zod'
import { hundredths, type SegmentSplit, type splitInput } from '../../../model/segment-split.ts'
import type { Segment, SegmentDefinition } from '../../../model/segment.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { deleteSegments, requireUnused } from '../remove-segment.ts'
import { segmentColumns, subjectOf, toSegment, type SegmentRow } from '../segment-row.ts'
import { findSegment, insertSegment, lockSegment } from '../segments.ts'
import { checkUses, lockUses } from '../uses.ts'

const MAX_NAME = 200

/**
 * Divides a segment at random into groups. Each is a segment of its own: those who are in the one that was split and whose
 * place lies in its share. Throws `conflict` for a group of another split.
 */
export async function createSplit(
  { db }: Platform,
  actor: Actor,
  { segment: id, input }: { segment: string; input: z.output<typeof splitInput> },
): Promise<SegmentSplit> {
  return db.transaction().execute(async (trx) => {
    const segment = await lockSegment(trx, id)
    if (segment.split)
      throw fail('conflict', 'A group of a random split cannot be split again. Split the segment it is of.')
    const { rows } = await sql<{ id: string }>`
      insert into segment_splits (segment_id, name) values (${id}, ${input.name}) returning id`.execute(trx)
    const split = rows[0]?.id ?? ''
    let from = 0
    for (const group of input.groups) {
      const to = from + hundredths(group.share)
      const definition = groupDefinition(segment, { split, from, to })
      await checkUses(trx, null, definition)
      await insertSegment(trx, actor, {
        name: `${segment.name}: ${group.name}`.slice(0, MAX_NAME),
        description: `${group.share} % of ${segment.name}, at random (${input.name})`,
        folder: segment.folder,
        owner_id: segment.owner?.id ?? null,
        kind: 'live',
        definition,
        split: { id: split, share: group.share },
      })
      from = to
    }
    const details = { split: input.name, groups: input.groups }
    await audit(trx, actor, { action: 'segment.split', subject: subjectOf(segment), details })
    return findSplit(trx, id, split)
  })
}

function groupDefinition(
  { id, members }: Segment,
  { split, from, to }: { split: string; from: number; to: number },
): SegmentDefinition {
  return {
    members,
    match: 'all',
    conditions: [
      { kind: 'segment', in: true, segment: id },
      { kind: 'sample', key: split, from: from / 100, to: to / 100 },
    ],
  }
}

/** The random splits of a segment, the oldest first. Throws `not_found`. */
export async function listSplits(db: Queryable, segment: string): Promise<SegmentSplit[]> {
  await findSegment(db, segment)
  return readSplits(db, sql`p.segment_id = ${segment}`)
}

async function findSplit(db: Queryable, segment: string, id: string): Promise<SegmentSplit> {
  const [split] = await readSplits(db, sql`p.segment_id = ${segment} and p.id = ${id}`)
  if (!split) throw fail('not_found', 'There is no split with this id.')
  return split
}

/** Removes a split with its groups. Throws `not_found`, and `conflict` while something else needs one of them. */
export async function removeSplit(
  { db }: Platform,
  actor: Actor,
  { segment: id, split: splitId }: { segment: string; split: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockUses(trx)
    const segment = await lockSegment(trx, id)
    const split = await findSplit(trx, id, splitId)
    await removeGroups(trx, split.groups)
    await sql`delete from segment_splits where id = ${splitId}`.execute(trx)
    const details = { split: split.name }
    await audit(trx, actor, { action: 'segment.split_removed', subject: subjectOf(segment), details })
  })
}

async function removeGroups(trx: Trx, groups: Segment[]): Promise<void> {
  const ids = groups.map(({ id }) => id)
  await requireUnused(trx, ids)
  await deleteSegments(trx, ids)
}

type SplitRow = SegmentRow & { split_id: string; split_name: string; split_at: Date }

async function readSplits(db: Queryable, condition: ReturnType<typeof sql>): Promise<SegmentSplit[]> {
  const { rows } = await sql<SplitRow>`
    select p.id as split_id, p.name as split_name, p.created_at as split_at, ${segmentColumns}
    from segment_splits p join segments s on s.split_id = p.id
    where ${condition} order by p.created_at, p.id, (s.definition #>> '{conditions,1,from}')::float`.execute(
    db,
  )
  const splits = new Map<string, SegmentSplit>()
  for (const row of rows) {
    const split = splits.get(row.split_id) ?? {
      id: row.split_id,
      name: row.split_name,
      created_at: row.split_at.toISOString(),
      groups: [],
    }
    split.groups.push(toSegment(row))
    splits.set(row.split_id, split)
  }
  return [...splits.values()]
}
