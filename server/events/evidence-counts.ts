import type { EvidenceCount } from '../people/index.ts'
import type { Warehouse } from '../platform/warehouse/index.ts'

/** How often the events under these identifiers named which other ones, and when last. */
export async function evidenceCounts(warehouse: Warehouse, owners: string[]): Promise<EvidenceCount[]> {
  if (owners.length === 0) return []
  return warehouse.rows<EvidenceCount>(
    `select identifier_id as a, arrayJoin(other_ids) as b, count() as count,
       toUnixTimestamp64Milli(max(timestamp)) as lastSeen
     from events where identifier_id in {owners:Array(UUID)} group by a, b`,
    { owners },
  )
}
