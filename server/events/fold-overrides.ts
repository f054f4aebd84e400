import type { Warehouse } from '../platform/warehouse/index.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** What lies under identifiers, and where each says whose it was when it was stored. */
const owners = {
  events: 'person_id',
  deals: 'stored',
  company_members: 'stored',
  segment_lists: 'stored',
} as const satisfies Record<string, string>

/** How many identifiers are of another person than their stored events say. */
export async function countOverrides(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.rows<{ count: number }>('select count() as count from identity_overrides')
  return row?.count ?? 0
}

/**
 * Writes into events, deals, company memberships and lists whose they are by now, so that questions over everybody need no corrections any more. Nothing
 * may be added to the corrections meanwhile. Cut off at any moment, it is done again.
 */
export async function foldOverrides(warehouse: Warehouse): Promise<void> {
  const [here] = await warehouse.rows<{ database: string }>('select currentDatabase() as database')
  // The engine works at it in the background, where no database is the current one.
  const personNow = `joinGet('${here?.database}.identity_overrides', 'person_id', identifier_id)`
  for (const [table, person] of Object.entries(owners)) {
    await warehouse.command(
      `alter table ${table} update ${person} = ${personNow}
       where ${personNow} not in (toUUID('${NOBODY}'), ${person}) settings mutations_sync = 1`,
    )
  }
  await warehouse.command('truncate table identity_overrides')
}
