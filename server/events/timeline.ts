import { z } from 'zod'
import type { EventType } from '../../model/event.ts'
import { isObject, type JsonObject } from '../../model/json.ts'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import type { Params, Warehouse } from '../platform/warehouse/index.ts'

/** Which part of a timeline to read: newest first, from where the page before ended. */
export type TimelineQuery = {
  limit: number
  cursor?: string | undefined
  type?: EventType | undefined
  names?: EventNames | undefined
}

/** Only what happened in this time (ms), and only what is called so, or everything that is not. */
export type EventNames = {
  from?: number | undefined
  to?: number | undefined
  include?: string[] | undefined
  exclude?: string[] | undefined
}

/** An event with the identifier that it lies under and the id of its source. */
export type StoredEvent = Omit<TimelineEvent, 'source' | 'person_id'> & { identifier_id: string }

type Row = Omit<StoredEvent, 'context' | 'timestamp'> & { context: string; at: number }

// The last place breaks ties: two sources may use one message id in the same millisecond.
const position = z.tuple([z.number(), z.string(), z.uuid()])
const START: z.infer<typeof position> = [8_000_000_000_000, '', '00000000-0000-0000-0000-000000000000']

/** A page of the events that the condition (SQL on `events`) means, newest first. */
export async function readTimeline(
  warehouse: Warehouse,
  condition: { sql: string; params: Params },
  query: TimelineQuery,
): Promise<Page<StoredEvent>> {
  const params = { ...condition.params, ...positionParams(query) }
  const rows = await warehouse.rows<Row>(timelineSql(condition.sql), params)
  const page = pageFrom(rows, query.limit, (row) => [row.at, row.message_id, row.source_id])
  return { data: page.data.map(readEvent), next: page.next }
}

/**
 * The query of a timeline. `timestamp <=` says again what the comparison after it says, in the form that the primary
 * key (identifier_id, timestamp) prunes by.
 */
export function timelineSql(condition: string): string {
  return `
    select lower(hex(sipHash128(identifier_id, timestamp, source_id, message_id))) as id,
      identifier_id, source_id, message_id, type, event, properties, context, toUnixTimestamp64Milli(timestamp) as at
    from events
    where ${condition}
      and timestamp <= fromUnixTimestamp64Milli({before:Int64}, 'UTC')
      and (toUnixTimestamp64Milli(timestamp), message_id, source_id) < ({before:Int64}, {messageId:String}, {sourceId:UUID})
      and ({type:String} = '' or type = {type:String})
      and timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and timestamp <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      and (empty({include:Array(String)}) or has({include:Array(String)}, if(event = '', toString(type), toString(event))))
      and not has({exclude:Array(String)}, if(event = '', toString(type), toString(event)))
    order by timestamp desc, message_id desc, source_id desc
    limit {limit:UInt32}`
}

/** What `timelineSql` asks for besides its condition; one row more than the page tells whether it goes on. */
export function positionParams({ limit, cursor, type, names = {} }: TimelineQuery): Params {
  const [before, messageId, sourceId] = cursor ? decodeCursor(cursor, position) : START
  const { from = 0, to = START[0], include = [], exclude = [] } = names
  return { before, messageId, sourceId, type: type ?? '', from, to, include, exclude, limit: limit + 1 }
}

function readEvent({ context, at, ...row }: Row): StoredEvent {
  return { ...row, context: parseContext(context), timestamp: new Date(at).toISOString() }
}

function parseContext(text: string): JsonObject {
  try {
    const context: unknown = JSON.parse(text)
    return isObject(context) ? context : {}
  } catch {
    return {}
  }
}
