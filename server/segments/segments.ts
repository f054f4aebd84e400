import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../model/page.ts'
import type { Segment, segmentChange, segmentInput } from '../../model/segment.ts'
import { audit } from '../access/index.ts'
import { fail } from '../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Database, Trx } from '../platform/relational/index.ts'
import { checkDefinition } from './check-definition.ts'
import { requireReadableDefinition } from './readable-definition.ts'
import { checkUses, usersOf } from './uses.ts'

type Row = Omit<Segment, 'created_at' | 'updated_at' | 'evaluated_at'> & {
  created_at: Date
  updated_at: Date
  evaluated_at: Date | null
}

const columns = sql.raw(
  'id, name, description, definition, state, error, size, created_at, updated_at, evaluated_at',
)
const position = z.tuple([z.string(), z.uuid()])

/** A page of the segments, by name. */
export async function listSegments(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Segment>> {
  const after = cursor
    ? sql`(lower(name), id) > (${decodeCursor(cursor, position)[0]}, ${decodeCursor(cursor, position)[1]}::uuid)`
    : sql`true`
  const { rows } = await sql<Row>`
    select ${columns} from segments where ${after} order by lower(name), id limit ${limit + 1}`.execute(db)
  return pageFrom(rows.map(toSegment), limit, ({ name, id }) => [name.toLowerCase(), id])
}

/** A segment; throws `not_found`. */
export async function findSegment(db: Database, id: string): Promise<Segment> {
  const { rows } = await sql<Row>`select ${columns} from segments where id = ${id}`.execute(db)
  return found(rows)
}

/** Makes a segment; who belongs to it is worked out in the background. */
export async function createSegment(
  { db }: Platform,
  actor: Actor,
  input: z.output<typeof segmentInput>,
): Promise<Segment> {
  checkDefinition(input.definition)
  requireReadableDefinition(actor, input.definition)
  return db.transaction().execute(async (trx) => {
    await checkUses(trx, null, input.definition)
    const { rows } = await sql<Row>`
      insert into segments (name, description, definition)
      values (${input.name}, ${input.description}, ${JSON.stringify(input.definition)}::jsonb) returning ${columns}`.execute(
      trx,
    )
    const segment = found(rows)
    await audit(trx, actor, { action: 'segment.created', subject: subjectOf(segment) })
    return segment
  })
}

/** Changes a segment. Another definition, or one given to a segment that failed, makes it be built anew. */
export async function updateSegment(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof segmentChange> },
): Promise<Segment> {
  if (change.definition) checkDefinition(change.definition)
  if (change.definition) requireReadableDefinition(actor, change.definition)
  const definition = change.definition ? JSON.stringify(change.definition) : null
  return db.transaction().execute(async (trx) => {
    if (change.definition) await checkUses(trx, id, change.definition)
    const { rows } = await sql<Row & { rebuild: boolean }>`
      with asked as (
        select ${definition}::jsonb is not null and (state = 'failed' or definition <> ${definition}::jsonb) as rebuild
        from segments where id = ${id} for update
      )
      update segments set
        name = coalesce(${change.name ?? null}, name), description = coalesce(${change.description ?? null}, description),
        definition = coalesce(${definition}::jsonb, definition),
        version = version + case when rebuild then 1 else 0 end,
        state = case when rebuild then 'building' else state end, error = case when rebuild then null else error end,
        updated_at = now()
      from asked where id = ${id} returning ${columns}, rebuild`.execute(trx)
    const segment = found(rows)
    if (rows[0]?.rebuild) await rebuildUsers(trx, id)
    await audit(trx, actor, {
      action: 'segment.changed',
      subject: subjectOf(segment),
      details: { changed: Object.keys(change) },
    })
    return segment
  })
}

/** Who is in a segment made of another one changes with that one's definition. */
async function rebuildUsers(trx: Trx, id: string): Promise<void> {
  const users = await usersOf(trx, id)
  await sql`
    update segments set version = version + 1, state = 'building', error = null where id = any(${users}::uuid[])`.execute(
    trx,
  )
}

/**
 * Removes a segment. Nobody leaves it by that: there is nothing left to leave. Throws `conflict` while the conditions of
 * other segments name it.
 */
export async function removeSegment({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await requireUnused(trx, id)
    const { rows } = await sql<Row>`delete from segments where id = ${id} returning ${columns}`.execute(trx)
    await audit(trx, actor, { action: 'segment.removed', subject: subjectOf(found(rows)) })
  })
}

async function requireUnused(trx: Trx, id: string): Promise<void> {
  const users = await usersOf(trx, id)
  if (users.length === 0) return
  const { rows } = await sql<{ name: string }>`
    select name from segments where id = any(${users}::uuid[]) order by lower(name) limit 3`.execute(trx)
  const names = rows.map(({ name }) => `“${name}”`).join(', ')
  throw fail('conflict', `The conditions of ${names} name this segment. Change those first, then remove it.`)
}

function found(rows: Row[]): Segment {
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no segment with this id.')
  return toSegment(row)
}

function toSegment({ created_at, updated_at, evaluated_at, ...row }: Row): Segment {
  const { id, name, description, definition, state, error, size } = row
  return {
    id,
    name,
    description,
    definition,
    state,
    error,
    size,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    evaluated_at: evaluated_at?.toISOString() ?? null,
  }
}

function subjectOf({ id, name }: Segment) {
  return { type: 'segment', id, name }
}
