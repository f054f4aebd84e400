import { sql } from 'kysely'
import type { Delivery } from '../../../model/destination.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findDelivery } from './list-deliveries.ts'

/**
 * Makes a delivery due now. One that was given up gets all its attempts again. Throws `conflict` when it was delivered.
 */
export async function retryDelivery({ db, clock }: Platform, actor: Actor, id: string): Promise<Delivery> {
  return db.transaction().execute(async (trx) => {
    await sql`select from deliveries where id = ${id} for update`.execute(trx)
    const before = await findDelivery(trx, id)
    const { state, destination_id, event } = before
    if (state === 'delivered') throw fail('conflict', 'This message has been delivered already.')
    const isFailed = state === 'failed'
    await sql`
      update deliveries set state = 'waiting', next_attempt_at = ${new Date(clock.now())}, attempts = ${isFailed ? 0 : before.attempts}
      where id = ${id}`.execute(trx)
    await sql`update destinations set failed = failed - ${Number(isFailed)} where id = ${destination_id}`.execute(
      trx,
    )
    await audit(trx, actor, { action: 'delivery.retried', subject: { type: 'delivery', id, name: event } })
    return findDelivery(trx, id)
  })
}
