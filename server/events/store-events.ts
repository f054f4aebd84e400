import type { JsonObject } from '../../model/json.ts'
import type { Warehouse } from '../platform/warehouse/index.ts'

/** An event as it lies in the warehouse; times in ms since 1970. */
export type EventRow = {
  identifier_id: string
  other_ids: string[]
  timestamp: number
  received_at: number
  person_id: string
  company_id: string
  source_id: string
  message_id: string
  type: string
  event: string
  user_id: string
  anonymous_id: string
  properties: JsonObject
  /** Kept as the text that it is in JSON. */
  context: JsonObject
}

/** Stores events as one block; a block with the same token is stored once, however often it is sent. */
export async function storeEvents(warehouse: Warehouse, rows: EventRow[], token: string): Promise<void> {
  try {
    await warehouse.insert('events', rows, token)
  } catch (error) {
    const storable = await withStorableProperties(warehouse, rows)
    if (!storable) throw error
    await warehouse.insert('events', storable, token)
  }
}

/**
 * Finds the rows whose properties the warehouse cannot take as an object, and keeps those as text instead: an odd
 * event must neither be lost nor hold up the others. Null when it was not the rows' fault.
 */
async function withStorableProperties(warehouse: Warehouse, rows: EventRow[]): Promise<EventRow[] | null> {
  await warehouse.rows('select 1')
  let found = false
  const checked: EventRow[] = []
  for (const row of rows) {
    const isStorable = await canStore(warehouse, row.properties)
    found ||= !isStorable
    checked.push(isStorable ? row : { ...row, properties: { unreadable: JSON.stringify(row.properties) } })
  }
  return found ? checked : null
}

async function canStore(warehouse: Warehouse, properties: JsonObject): Promise<boolean> {
  try {
    await warehouse.rows('select toString(cast({text:String} as JSON(max_dynamic_paths = 256))) as json', {
      text: JSON.stringify(properties),
    })
    return true
  } catch {
    return false
  }
}
