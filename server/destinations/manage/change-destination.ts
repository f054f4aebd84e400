import { sql } from 'kysely'
import type { z } from 'zod'
import type { Destination, destinationChange } from '../../../model/destination.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { catalog } from '../catalog/catalog.ts'
import { findDestination } from './select-destinations.ts'

type Change = z.output<typeof destinationChange>

/** Changes what is given of a destination. What already waits goes where it lies now. */
export async function changeDestination(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: Change },
): Promise<Destination> {
  return db.transaction().execute(async (trx) => {
    await sql`select from destinations where id = ${id} for update`.execute(trx)
    const before = await findDestination(trx, id)
    const { name = before.name, enabled = before.enabled } = change
    const settings = catalog[before.kind].settings.parse({ ...before, ...change })
    await sql`
      update destinations set name = ${name}, enabled = ${enabled}, settings = ${JSON.stringify(settings)}::jsonb,
        updated_at = ${new Date(clock.now())}
      where id = ${id}`.execute(trx)
    const subject = { type: 'destination', id, name }
    await audit(trx, actor, { action: 'destination.changed', subject, details: change })
    return findDestination(trx, id)
  })
}
