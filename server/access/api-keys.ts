import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { ApiKey, apiKeyInput, createdApiKey } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { fail } from '../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Database } from '../platform/relational/index.ts'
import { audit } from './audit.ts'
import { keyFingerprint } from './find-key-holder.ts'

const KEY_BYTES = 32
const HINT_CHARACTERS = 4

type KeyRow = Omit<ApiKey, 'created_at' | 'last_used_at'> & { created_at: Date; last_used_at: Date | null }

/** Makes a key; the answer is the only place where it can be read. Throws `forbidden` for scopes that its maker lacks. */
export async function createApiKey(
  { db, secrets }: Platform,
  actor: Actor,
  input: z.infer<typeof apiKeyInput>,
): Promise<z.infer<typeof createdApiKey>> {
  const lacking = input.scopes.filter((scope) => !actor.permissions.has(scope))
  if (lacking.length > 0)
    throw fail('forbidden', `You cannot grant what you may not do yourself: ${lacking.join(', ')}.`)
  const key = `kith_${randomBytes(KEY_BYTES).toString('base64url')}`
  const scopes = [...new Set(input.scopes)]
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<KeyRow>`
      insert into api_keys (id, name, key_hash, hint, scopes, created_by)
      values (${randomUUID()}, ${input.name}, ${keyFingerprint(secrets, key)}, ${hintOf(key)}, ${scopes}::text[],
        ${actor.type === 'user' ? actor.id : null})
      returning id, name, hint, scopes, created_at, last_used_at`.execute(trx)
    const created = rows.map(toApiKey)[0]
    if (!created) throw fail('internal')
    await audit(trx, actor, { action: 'api_key.created', subject: subjectOf(created), details: { scopes } })
    return { ...created, key }
  })
}

const position = z.tuple([z.string(), z.uuid()])

/** The keys by name, without the keys themselves. */
export async function listApiKeys(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ApiKey>> {
  const after = cursor ? decodeCursor(cursor, position) : null
  const { rows } = await sql<KeyRow>`
    select id, name, hint, scopes, created_at, last_used_at from api_keys
    where ${after === null} or (name, id) > (${after?.[0] ?? ''}, ${after?.[1] ?? null}::uuid)
    order by name, id limit ${limit + 1}`.execute(db)
  return pageFrom(rows.map(toApiKey), limit, (key) => [key.name, key.id])
}

/** Removes a key; what uses it is refused from then on. */
export async function removeApiKey({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; name: string }>`
      delete from api_keys where id = ${id} returning id, name`.execute(trx)
    const [removed] = rows
    if (!removed) throw fail('not_found', 'There is no API key with this id.')
    await audit(trx, actor, { action: 'api_key.removed', subject: subjectOf(removed) })
  })
}

/** The end of a key, by which people recognise it. */
export function hintOf(key: string): string {
  return `…${key.slice(-HINT_CHARACTERS)}`
}

function toApiKey({ created_at, last_used_at, ...key }: KeyRow): ApiKey {
  return { ...key, created_at: created_at.toISOString(), last_used_at: last_used_at?.toISOString() ?? null }
}

function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: 'api_key', id, name }
}
