import type { Warehouse } from '../platform/warehouse/index.ts'

/** When the newest event of each of these identifiers happened, in ms; those without events are missing. */
export async function lastSeenOf(warehouse: Warehouse, identifiers: string[]): Promise<Map<string, number>> {
  const rows = await warehouse.rows<{ id: string; at: number }>(
    `select identifier_id as id, toUnixTimestamp64Milli(max(timestamp)) as at
     from events where identifier_id in {identifiers:Array(UUID)} group by id`,
    { identifiers },
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}
