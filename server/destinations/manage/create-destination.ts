import { sql } from 'kysely'
import type { z } from 'zod'
import type { createdDestination, destinationInput } from '../../../model/destination.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { catalog } from '../catalog/catalog.ts'
import { findDestination } from './select-destinations.ts'

/** Makes a destination. Its signing secret is in this answer and in no later one. */
export async function createDestination(
  { db, clock, secrets }: Platform,
  actor: Actor,
  { name, kind, enabled, ...input }: z.output<typeof destinationInput>,
): Promise<z.infer<typeof createdDestination>> {
  const definition = catalog[kind]
  const settings = definition.settings.parse(input)
  const secret = definition.createSecret()
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into destinations (name, kind, enabled, settings, secrets, created_at, updated_at)
      values (${name}, ${kind}, ${enabled}, ${JSON.stringify(settings)}::jsonb, ${secrets.seal(secret)}, ${at}, ${at})
      returning id`.execute(trx)
    const made = await findDestination(trx, rows[0]!.id)
    const subject = { type: 'destination', id: made.id, name }
    await audit(trx, actor, {
      action: 'destination.created',
      subject,
      details: { kind, enabled, ...settings },
    })
    return { ...made, secret }
  })
}
