import { sql } from 'kysely'
import { z } from 'zod'
import type { Delivery } from '../../../model/destination.ts'
import type { Page } from '../../../model/page.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Database, Queryable } from '../../platform/relational/index.ts'

export type DeliveryFilter = {
  destination?: string | undefined
  state?: Delivery['state'] | undefined
  limit: number
  cursor?: string | undefined
}

const position = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])
const columns = sql`
  v.id, v.destination_id, d.name as destination_name, v.event, coalesce(i.person_id, v.person_id) as person_id, v.state,
  v.attempts, case when v.state = 'waiting' then v.next_attempt_at end as next_attempt_at, v.last_status, v.last_error,
  v.payload, v.created_at, v.delivered_at`
// Whoever the message told of may be one with somebody else by now.
const joins = sql`join destinations d on d.id = v.destination_id left join identifiers i on i.id = v.person_id`

type Times = { next_attempt_at: Date | null; created_at: Date; delivered_at: Date | null }
type Row = Omit<Delivery, keyof Times> & Times

/** A page of deliveries, newest first. The cursor keeps the microseconds that a Date would lose. */
export async function listDeliveries(db: Database, filter: DeliveryFilter): Promise<Page<Delivery>> {
  const { destination, state, limit, cursor } = filter
  const [before, beforeId] = cursor ? decodeCursor(cursor, position) : []
  const { rows } = await sql<Row & { place: string }>`
    with page as materialized (
      select * from deliveries
      where ${destination ? sql`destination_id = ${destination}` : sql`true`}
        and ${state ? sql`state = ${state}` : sql`true`}
        and ${beforeId ? sql`(created_at, id) < (${before}::timestamptz, ${beforeId}::uuid)` : sql`true`}
      order by created_at desc, id desc limit ${limit + 1}
    )
    select ${columns}, to_jsonb(v.created_at) #>> '{}' as place
    from page v ${joins} order by v.created_at desc, v.id desc`.execute(db)
  const { data, next } = pageFrom(rows, limit, ({ place, id }) => [place, id])
  return { data: data.map(({ place: _, ...row }) => toDelivery(row)), next }
}

/** A delivery; throws `not_found`. */
export async function findDelivery(db: Queryable, id: string): Promise<Delivery> {
  const { rows } = await sql<Row>`select ${columns} from deliveries v ${joins} where v.id = ${id}`.execute(db)
  if (!rows[0]) throw fail('not_found', 'There is no delivery with this id.')
  return toDelivery(rows[0])
}

function toDelivery(row: Row): Delivery {
  return {
    ...row,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    delivered_at: row.delivered_at?.toISOString() ?? null,
  }
}
