import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { destinationTest } from '../../../model/destination.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { performDelivery, type DeliveryOptions } from '../deliver/attempt-delivery.ts'
import { LEASE_MS, type Claimed } from '../deliver/claim-deliveries.ts'
import { finishDelivery } from '../deliver/finish-delivery.ts'
import { trackMessage } from '../enqueue/track-message.ts'
import { findDelivery } from './list-deliveries.ts'
import { findDestination } from './select-destinations.ts'

/**
 * Sends a sample to a destination at once, whether it is switched on or not, and tells how it went. A test is tried
 * once only; the log of deliveries keeps it.
 */
export async function testDestination(
  platform: Platform,
  actor: Actor,
  { id, ...options }: { id: string } & DeliveryOptions,
): Promise<z.infer<typeof destinationTest>> {
  const { db, clock } = platform
  const claimed = await db.transaction().execute(async (trx) => {
    const { name } = await findDestination(trx, id)
    await audit(trx, actor, { action: 'destination.tested', subject: { type: 'destination', id, name } })
    return insertClaimed(trx, id, clock.now())
  })
  const outcome = await performDelivery(platform, claimed, options)
  await finishDelivery(db, claimed, {
    outcome: outcome.result === 'later' ? { ...outcome, result: 'refused' } : outcome,
    now: clock.now(),
  })
  const delivery = await findDelivery(db, claimed.id)
  return {
    ...delivery,
    ok: outcome.result === 'delivered',
    status: delivery.last_status,
    error: delivery.last_error,
  }
}

/** The delivery is made under a lease, so that no loop takes it. */
async function insertClaimed(trx: Trx, destinationId: string, now: number): Promise<Claimed> {
  const deliveryId = randomUUID()
  const payload = sample(deliveryId, new Date(now))
  const { rows } = await sql<Claimed>`
    with made as (
      insert into deliveries (id, destination_id, event, payload, attempts, next_attempt_at, created_at)
      values (${deliveryId}, ${destinationId}, 'Test', ${JSON.stringify(payload)}::jsonb, 1, ${new Date(now + LEASE_MS)},
        ${new Date(now)})
      returning *
    )
    select v.id, v.destination_id, v.payload, v.attempts, d.kind, d.settings, d.secrets
    from made v join destinations d on d.id = v.destination_id`.execute(trx)
  return rows[0]!
}

function sample(id: string, at: Date) {
  const personId = '00000000-0000-4000-8000-000000000000'
  const news = {
    newsId: 0,
    event: 'Segment Entered',
    segmentId: '00000000-0000-4000-8000-000000000000',
    segmentName: 'A test',
    personId,
    companyId: null,
    at,
    initial: false,
  }
  const person = {
    asked: personId,
    id: personId,
    traits: { name: 'Ada Example', email: 'ada@example.com' },
    identifiers: [
      { type: 'user_id', value: 'test-user' },
      { type: 'email', value: 'ada@example.com' },
    ],
  }
  const message = trackMessage(id, news, person)
  return { ...message, properties: { ...message.properties, test: true } }
}
