import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../model/page.ts'
import {
  membersOf,
  type Segment,
  type segmentChange,
  type segmentInput,
  type SegmentDefinition,
  type SegmentMembers,
} from '../../model/segment.ts'
import { audit } from '../access/index.ts'
import { fail } from '../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Database, Queryable, Trx } from '../platform/relational/index.ts'
import { checkDefinition } from './check-definition.ts'
import { requireNoCircleOf } from './computed/circles.ts'
import { requireReadableDefinition } from './readable-definition.ts'
import { foundSegment, segmentColumns, subjectOf, toSegment, type SegmentRow } from './segment-row.ts'
import { checkUses, rebuildUsers } from './uses.ts'

const position = z.tuple([z.string(), z.uuid()])

/** A page of the segments, by name. */
export async function listSegments(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Segment>> {
  const after = cursor
    ? sql`(lower(s.name), s.id) > (${decodeCursor(cursor, position)[0]}, ${decodeCursor(cursor, position)[1]}::uuid)`
    : sql`true`
  const { rows } = await sql<SegmentRow>`
    select ${segmentColumns} from segments s where ${after} order by lower(s.name), s.id limit ${limit + 1}`.execute(
    db,
  )
  return pageFrom(rows.map(toSegment), limit, ({ name, id }) => [name.toLowerCase(), id])
}

/** A segment; throws `not_found`. */
export async function findSegment(db: Queryable, id: string): Promise<Segment> {
  const { rows } = await sql<SegmentRow>`select ${segmentColumns} from segments s where s.id = ${id}`.execute(
    db,
  )
  return foundSegment(rows)
}

/** Makes a segment; who belongs to it is worked out in the background. */
export async function createSegment(
  { db }: Platform,
  actor: Actor,
  input: z.output<typeof segmentInput>,
): Promise<Segment> {
  const { definition = null } = input
  checkReadable(actor, definition)
  return db.transaction().execute(async (trx) => {
    if (definition) await checkUses(trx, null, definition)
    if (definition) await requireNoCircleOf(trx, null, definition)
    return insertSegment(trx, actor, { ...input, definition })
  })
}

export type NewSegment = {
  name: string
  description: string
  folder: string
  kind: 'live' | 'static'
  definition: SegmentDefinition | null
  /** Of a static one, which has no definition that says so. */
  members?: SegmentMembers | undefined
  owner_id?: string | null | undefined
  split?: { id: string; share: number }
}

/** Writes a segment that was checked. Unless said otherwise it belongs to whoever makes it. */
export async function insertSegment(trx: Trx, actor: Actor, segment: NewSegment): Promise<Segment> {
  const owner = segment.owner_id === undefined ? (actor.type === 'user' ? actor.id : null) : segment.owner_id
  await requireOwner(trx, owner)
  const { rows } = await sql<{ id: string }>`
    insert into segments (name, description, folder, kind, members, definition, list_id, owner_id, split_id, share)
    values (
      ${segment.name}, ${segment.description}, ${segment.folder}, ${segment.kind},
      ${segment.definition ? membersOf(segment.definition) : (segment.members ?? 'people')},
      ${segment.definition && JSON.stringify(segment.definition)}::jsonb,
      ${segment.kind === 'static' ? randomUUID() : null}::uuid, ${owner},
      ${segment.split?.id ?? null}::uuid, ${segment.split?.share ?? null}::double precision
    ) returning id`.execute(trx)
  const made = await findSegment(trx, rows[0]?.id ?? '')
  await audit(trx, actor, { action: 'segment.created', subject: subjectOf(made) })
  return made
}

/**
 * Changes a segment. Another definition, or one given to a segment that failed, makes it be built anew. Throws `conflict` for
 * the definition of a frozen segment or of a group of a split, `validation_failed` for that of a static one.
 */
export async function updateSegment(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof segmentChange> },
): Promise<Segment> {
  checkReadable(actor, change.definition ?? null)
  return db.transaction().execute(async (trx) => {
    const before = await lockSegment(trx, id)
    if (change.definition) requireChangeable(before)
    if (change.definition) requireSameMembers(before, change.definition)
    if (change.definition) await checkUses(trx, id, change.definition)
    if (change.definition) await requireNoCircleOf(trx, id, change.definition)
    if (change.owner_id !== undefined) await requireOwner(trx, change.owner_id)
    const rebuild = await writeChange(trx, id, change)
    if (rebuild) await rebuildUsers(trx, id)
    const segment = await findSegment(trx, id)
    await audit(trx, actor, {
      action: 'segment.changed',
      subject: subjectOf(segment),
      details: { changed: Object.keys(change) },
    })
    return segment
  })
}

/** Holds a segment against any other change until the transaction ends; throws `not_found`. */
export async function lockSegment(trx: Trx, id: string): Promise<Segment> {
  await sql`select from segments where id = ${id} for update`.execute(trx)
  return findSegment(trx, id)
}

/** True when it is to be built anew. */
async function writeChange(trx: Trx, id: string, change: z.output<typeof segmentChange>): Promise<boolean> {
  const definition = change.definition ? JSON.stringify(change.definition) : null
  const { rows } = await sql<{ rebuild: boolean }>`
    with asked as (
      select ${definition}::jsonb is not null and (state = 'failed' or definition <> ${definition}::jsonb) as rebuild
      from segments where id = ${id}
    )
    update segments set
      name = coalesce(${change.name ?? null}, name), description = coalesce(${change.description ?? null}, description),
      folder = coalesce(${change.folder ?? null}, folder),
      owner_id = case when ${change.owner_id !== undefined} then ${change.owner_id ?? null} else owner_id end,
      definition = coalesce(${definition}::jsonb, definition),
      version = version + case when rebuild then 1 else 0 end,
      state = case when rebuild then 'building' else state end,
      pace = case when rebuild then 'live' else pace end, slowed_at = case when rebuild then null else slowed_at end,
      error = case when rebuild then null else error end,
      updated_at = now()
    from asked where id = ${id} returning rebuild`.execute(trx)
  return rows[0]?.rebuild ?? false
}

function checkReadable(actor: Actor, definition: SegmentDefinition | null): void {
  if (!definition) return
  checkDefinition(definition)
  requireReadableDefinition(actor, definition)
}

function requireChangeable({ kind, split }: Segment): void {
  const problem = 'is not for a static segment: change its list instead'
  if (kind === 'static')
    throw fail('validation_failed', `definition ${problem}.`, [{ field: 'definition', problem }])
  if (kind === 'frozen')
    throw fail('conflict', 'This segment is frozen. Thaw it first, then change its conditions.')
  if (split)
    throw fail(
      'conflict',
      'This segment is a group of a random split, which stays as it is. Make another split.',
    )
}

function requireSameMembers({ members }: Segment, definition: SegmentDefinition): void {
  if (membersOf(definition) === members) return
  const problem = `is of ${membersOf(definition)}, and this segment is of ${members}: make another segment`
  throw fail('validation_failed', `definition.members ${problem}.`, [
    { field: 'definition.members', problem },
  ])
}

async function requireOwner(trx: Trx, id: string | null): Promise<void> {
  if (id === null) return
  const { rows } = await sql`select from users where id = ${id}`.execute(trx)
  const problem = 'is not a user of this installation'
  if (rows.length === 0)
    throw fail('validation_failed', `owner_id ${problem}.`, [{ field: 'owner_id', problem }])
}
