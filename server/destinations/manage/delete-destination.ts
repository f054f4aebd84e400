import { sql } from 'kysely'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findDestination } from './select-destinations.ts'

/** Removes a destination with its deliveries, those that still wait included. */
export async function deleteDestination({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { name } = await findDestination(trx, id)
    await sql`delete from destinations where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'destination.removed', subject: { type: 'destination', id, name } })
  })
}
