import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'

export type NewDelivery = {
  id: string
  destination_id: string
  /** The news it tells of; null for a test. */
  news_id: number | null
  event: string
  person_id: string | null
  payload: JsonObject
}

/** Puts messages in the queue, due at once. A destination that has one of the same news keeps that one. */
export async function insertDeliveries(db: Queryable, deliveries: NewDelivery[], at: Date): Promise<void> {
  if (deliveries.length === 0) return
  await sql`
    insert into deliveries (id, destination_id, news_id, event, person_id, payload, next_attempt_at, created_at)
    select id, destination_id, news_id, event, person_id, payload, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb)
      as n (id uuid, destination_id uuid, news_id bigint, event text, person_id uuid, payload jsonb)
    on conflict (destination_id, news_id) do nothing`.execute(db)
}
