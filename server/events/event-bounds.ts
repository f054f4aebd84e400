import type { Warehouse } from '../platform/warehouse/index.ts'

/** The first and the last event that names an identifier: by which source, and under which message id. */
export type EventBounds = {
  id: string
  first_at: number
  first_source_id: string
  first_message_id: string
  last_at: number
  last_source_id: string
  last_message_id: string
}

/** The events that show each of these identifiers first and last; those that no event names are missing. */
export function eventBounds(warehouse: Warehouse, identifiers: string[]): Promise<EventBounds[]> {
  return warehouse.rows(
    `select toString(named) as id,
       toUnixTimestamp64Milli(min(at)) as first_at, toString(argMin(source_id, at)) as first_source_id,
       argMin(message_id, at) as first_message_id,
       toUnixTimestamp64Milli(max(at)) as last_at, toString(argMax(source_id, at)) as last_source_id,
       argMax(message_id, at) as last_message_id
     from (
       select arrayJoin(arrayPushBack(other_ids, identifier_id)) as named, source_id, message_id, timestamp as at
       from events where identifier_id in {identifiers:Array(UUID)}
     )
     where named in {identifiers:Array(UUID)} group by named`,
    { identifiers },
  )
}
