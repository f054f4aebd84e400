import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { BrowserKey, browserKeyChange, browserKeyInput } from '../../../model/profile.ts'
import { rightsFor } from '../../../model/rights.ts'
import { audit, changesOf } from '../../access/index.ts'
import { requireReadableTraits } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

const KEY_BYTES = 18
const MAX_KEYS = 200

type Input = z.output<typeof browserKeyInput>
type Change = z.output<typeof browserKeyChange>
type Row = Omit<BrowserKey, 'created_at'> & { created_at: Date }

/** All browser keys, by name. */
export async function listBrowserKeys(db: Queryable): Promise<BrowserKey[]> {
  return select(db, null)
}

/** Makes a browser key. Throws as `requireShowable`, and `conflict` when there are too many. */
export async function createBrowserKey({ db }: Platform, actor: Actor, input: Input): Promise<BrowserKey> {
  return db.transaction().execute(async (trx) => {
    await requireShowable(trx, actor, input)
    const { rows } = await sql<{ id: string }>`
      insert into browser_keys (name, key, origins, traits, segments)
      select ${input.name}, ${`kithb_${randomBytes(KEY_BYTES).toString('base64url')}`}, ${input.origins}::text[],
        ${input.traits}::text[], ${input.segments}::uuid[]
      where (select count(*) from browser_keys) < ${MAX_KEYS}
      returning id`.execute(trx)
    const made = rows[0] && (await select(trx, rows[0].id))[0]
    if (!made) throw fail('conflict', `There are ${MAX_KEYS} browser keys. Remove one that is not used.`)
    await audit(trx, actor, { action: 'browser_key.created', subject: subjectOf(made), details: shown(made) })
    return made
  })
}

/** Changes a browser key; pages see it within seconds. Throws `not_found`, and as `requireShowable`. */
export async function changeBrowserKey(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: Change },
): Promise<BrowserKey> {
  return db.transaction().execute(async (trx) => {
    const before = await lockKey(trx, id)
    await requireShowable(trx, actor, {
      traits: (change.traits ?? []).filter((name) => !before.traits.includes(name)),
      segments: change.segments ?? [],
    })
    await sql`
      update browser_keys set name = ${change.name ?? before.name}, origins = ${change.origins ?? before.origins}::text[],
        traits = ${change.traits ?? before.traits}::text[],
        segments = ${change.segments ?? before.segments.map((segment) => segment.id)}::uuid[],
        enabled = ${change.enabled ?? before.enabled}, updated_at = now()
      where id = ${id}::uuid`.execute(trx)
    const after = await lockKey(trx, id)
    const details = changesOf(shown(before), shown(after))
    await audit(trx, actor, { action: 'browser_key.changed', subject: subjectOf(after), details })
    return after
  })
}

/** Removes a browser key; pages that use it are refused within seconds. Throws `not_found`. */
export async function removeBrowserKey({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const key = await lockKey(trx, id)
    await sql`delete from browser_keys where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, { action: 'browser_key.removed', subject: subjectOf(key), details: shown(key) })
  })
}

/**
 * Who shows something to everybody's browser has to see it of everybody. Throws `forbidden` otherwise, and
 * `validation_failed` for sensitive traits, which are for no browser, and for unknown segments.
 */
async function requireShowable(
  trx: Trx,
  actor: Actor,
  { traits, segments }: Pick<Input, 'traits' | 'segments'>,
): Promise<void> {
  if (rightsFor(actor.grants.rights, 'people').view !== 'all')
    throw fail('forbidden', 'Only who may see all people decides what browsers see of them.')
  requireReadableTraits(
    actor,
    'people',
    traits.map((field) => ({ field })),
  )
  const { rows: sensitive } = await sql<{ name: string }>`
    select name from traits where sensitive and name = any(${traits}::text[]) limit 1`.execute(trx)
  if (sensitive[0]) throw invalid('traits', `${sensitive[0].name} is sensitive, and shown to no browser.`)
  const { rows } = await sql<{ id: string }>`
    select id from segments where id = any(${segments}::uuid[])`.execute(trx)
  const unknown = segments.find((id) => !rows.some((row) => row.id === id))
  if (unknown) throw invalid('segments', `There is no segment with the id ${unknown}.`)
}

async function lockKey(trx: Trx, id: string): Promise<BrowserKey> {
  await sql`select from browser_keys where id = ${id}::uuid for update`.execute(trx)
  const [key] = await select(trx, id)
  if (!key) throw fail('not_found', 'There is no browser key with this id.')
  return key
}

async function select(db: Queryable, id: string | null): Promise<BrowserKey[]> {
  const { rows } = await sql<Row>`
    select k.id, k.name, k.key, k.origins, k.traits, k.enabled, k.created_at,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name), '[]')
        from segments s where s.id = any(k.segments)) as segments
    from browser_keys k where ${id}::uuid is null or k.id = ${id}::uuid
    order by lower(k.name), k.id limit ${MAX_KEYS}`.execute(db)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

function shown({ name, origins, traits, segments, enabled }: BrowserKey) {
  return { name, origins, traits, segments: segments.map((segment) => segment.name), enabled }
}

function subjectOf({ id, name }: BrowserKey) {
  return { type: 'browser_key', id, name }
}

function invalid(field: string, problem: string) {
  return fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}
