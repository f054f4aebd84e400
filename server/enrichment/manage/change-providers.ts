import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type {
  enrichmentProviderChange,
  enrichmentProviderInput,
  EnrichmentProvider,
} from '../../../model/enrichment.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { originOf } from '../ask/check-request.ts'
import { checkProvider, refuse, requireRoom } from './check-provider.ts'
import { openKeys, sealKeys } from './keys.ts'
import { findProvider, requireAsked, subjectOf } from './select-providers.ts'

const sourceName = (name: string) => `Enrichment: ${name}`

/** Makes a provider, which is a source of traits from then on. Throws `validation_failed`. */
export async function createProvider(
  { db, clock, secrets }: Platform,
  actor: Actor,
  { name, object, definition, enabled, secrets: keys }: z.output<typeof enrichmentProviderInput>,
): Promise<EnrichmentProvider> {
  const id = randomUUID()
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await requireRoom(trx)
    await checkProvider(trx, { object, definition, enabled, secrets: Object.keys(keys) })
    await sql`
      insert into sources (id, name, kind, write_key)
      values (${id}, ${sourceName(name)}, 'enrichment', ${randomBytes(24).toString('base64url')})`.execute(
      trx,
    )
    await sql`
      insert into enrichment_providers (id, name, object, enabled, definition, secrets, secret_names, enabled_at, created_at)
      values (${id}, ${name}, ${object}, ${enabled}, ${JSON.stringify(definition)}::jsonb, ${sealKeys(secrets, keys)},
        ${Object.keys(keys)}::text[], ${enabled ? at : null}, ${at})`.execute(trx)
    await audit(trx, actor, {
      action: 'enrichment_provider.created',
      subject: subjectOf({ id, name }),
      details: { object, enabled, definition, keys: Object.keys(keys) },
    })
    return findProvider(trx, id, clock.now())
  })
}

/** Changes what is given, and asks again at once if it had paused. Throws `not_found`, `validation_failed`, `conflict`. */
export async function changeProvider(
  { db, clock, secrets }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof enrichmentProviderChange> },
): Promise<EnrichmentProvider> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    await sql`select from enrichment_providers where id = ${id}::uuid for update`.execute(trx)
    const before = await findProvider(trx, id, now)
    if (change.version !== undefined && change.version !== before.version) throw fail('conflict')
    const { name = before.name, definition = before.definition, enabled = before.enabled } = change
    requireKeysAgain(before, { definition, keys: change.secrets })
    const { secrets: sealed } = await requireAsked(trx, id)
    const keys = { ...openKeys(secrets, sealed), ...change.secrets }
    await checkProvider(trx, { object: before.object, definition, enabled, secrets: Object.keys(keys) })
    await sql`
      update enrichment_providers set name = ${name}, definition = ${JSON.stringify(definition)}::jsonb, enabled = ${enabled},
        secrets = ${sealKeys(secrets, keys)}, secret_names = ${Object.keys(keys)}::text[], version = version + 1, failures = 0,
        paused_until = null, pause_reason = null,
        enabled_at = case when ${enabled} and not enabled then ${new Date(now)}::timestamptz else enabled_at end
      where id = ${id}::uuid`.execute(trx)
    await sql`update sources set name = ${sourceName(name)} where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, {
      action: 'enrichment_provider.changed',
      subject: subjectOf({ id, name }),
      details: { name, enabled, definition, keys: Object.keys(change.secrets ?? {}) },
    })
    return findProvider(trx, id, now)
  })
}

/** Takes a provider away with a date, or puts it back with null. What it said stays. Throws `not_found`. */
export async function keepProvider(
  { db }: Platform,
  actor: Actor,
  { id, deletedAt }: { id: string; deletedAt: Date | null },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ name: string }>`
      update enrichment_providers set deleted_at = ${deletedAt}, enabled = false
      where id = ${id}::uuid and (deleted_at is null) = ${deletedAt !== null} returning name`.execute(trx)
    if (!rows[0]) throw fail('not_found', 'There is no enrichment provider with this id.')
    const action = deletedAt ? 'enrichment_provider.removed' : 'enrichment_provider.restored'
    await audit(trx, actor, { action, subject: subjectOf({ id, name: rows[0].name }) })
  })
}

type Changed = {
  definition: EnrichmentProvider['definition']
  keys: Record<string, string> | undefined
}

/** Whoever changes where requests go would otherwise be sent keys that nobody shows them. */
function requireKeysAgain(before: EnrichmentProvider, { definition, keys = {} }: Changed): void {
  if (originOf(definition.request.url) === originOf(before.definition.request.url)) return
  refuse(
    before.secrets
      .filter((name) => !(name in keys))
      .map((name) => ({
        field: `secrets.${name}`,
        problem: 'Requests go to another server from now on: give the key again.',
      })),
  )
}
