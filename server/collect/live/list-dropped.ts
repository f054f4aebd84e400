import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { DroppedEvent } from '../../../model/source.ts'
import { sourceNames } from '../../people/index.ts'
import { decodeCursor, encodeCursor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'

const position = z.tuple([z.number(), z.string()])

type Row = Omit<DroppedEvent, 'source' | 'received_at'> & { source_id: string; at: number }

/** A page of dropped events, newest first. */
export async function listDropped(
  { warehouse, db }: Platform,
  query: { reason: string | null; limit: number; cursor: string | undefined },
): Promise<Page<DroppedEvent>> {
  const [before, messageId] = query.cursor ? decodeCursor(query.cursor, position) : [0, '']
  const rows = await warehouse.rows<Row>(
    `select toUnixTimestamp64Milli(received_at) as at, source_id, message_id, type, event, step, reason, detail, payload
     from dropped_events
     where ({reason:String} = '' or reason = {reason:String})
       and ({before:Int64} = 0 or (toUnixTimestamp64Milli(received_at), message_id) < ({before:Int64}, {messageId:String}))
     order by received_at desc, message_id desc
     limit {limit:UInt32}`,
    { reason: query.reason ?? '', before, messageId, limit: query.limit + 1 },
  )
  const sources = await sourceNames(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    data: page.map(({ source_id, at, ...row }) => ({
      ...row,
      received_at: new Date(at).toISOString(),
      source: sources.get(source_id) ?? 'Removed source',
    })),
    next: rows.length > query.limit && last ? encodeCursor([last.at, last.message_id]) : null,
  }
}
