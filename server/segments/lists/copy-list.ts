import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { NOBODY } from '../compile/scope.ts'
import { copiedVersion } from '../copied-version.ts'
import { rebuildUsers } from '../uses.ts'

const ENTRIES_PER_PAGE = 5_000
const FIRST_ID = NOBODY

type Entry = { list_id: string; identifier_id: string; stored: string; version: number; deleted: number }

/** Copies to the warehouse whether these identifiers, or companies, are on the list of a segment, as it is now. */
export async function copyListed(
  { db, warehouse }: Platform,
  { segment, identifiers }: { segment: string; identifiers: string[] },
): Promise<void> {
  const { rows } = await sql<Entry>`
    select s.list_id, n.id as identifier_id,
      case when s.members = 'companies' then n.id
        else coalesce(i.person_id, ${NOBODY}::uuid) end as stored,
      ${copiedVersion}, (l.identifier_id is null)::int as deleted
    from unnest(${identifiers}::uuid[]) as n (id)
    join segments s on s.id = ${segment} and s.list_id is not null
    left join segment_lists l on l.segment_id = s.id and l.identifier_id = n.id
    left join identifiers i on i.id = n.id`.execute(db)
  await warehouse.insert('segment_lists', rows)
}

type Copied = { id: string; version: number }

/**
 * Brings the lists of segments that were frozen to the warehouse; from then on the list says who belongs to them. It may
 * be cut off at any time and be run again.
 */
export async function copyWaitingLists(platform: Platform, isStopped: () => boolean): Promise<void> {
  const { rows } = await sql<Copied>`
    select id, version from segments where state = 'copying' order by created_at, id`.execute(platform.db)
  for (const segment of rows) {
    if (!(await copyWholeList(platform, segment.id, isStopped))) return
    await platform.db.transaction().execute((trx) => listCounts(trx, segment))
  }
}

/** False when it was stopped before the end. */
async function copyWholeList(
  platform: Platform,
  segment: string,
  isStopped: () => boolean,
): Promise<boolean> {
  for (let after = FIRST_ID; ;) {
    if (isStopped()) return false
    const { rows } = await sql<{ identifier_id: string }>`
      select identifier_id from segment_lists where segment_id = ${segment} and identifier_id > ${after}::uuid
      order by identifier_id limit ${ENTRIES_PER_PAGE}`.execute(platform.db)
    const last = rows.at(-1)
    if (!last) return true
    await copyListed(platform, { segment, identifiers: rows.map(({ identifier_id }) => identifier_id) })
    after = last.identifier_id
  }
}

async function listCounts(trx: Trx, { id, version }: Copied): Promise<void> {
  const { numAffectedRows } = await sql`
    update segments set state = 'building' where id = ${id} and version = ${version} and state = 'copying'`.execute(
    trx,
  )
  if (numAffectedRows === 1n) await rebuildUsers(trx, id)
}

/** Lets the warehouse forget a list that nothing refers to any more. */
export async function forgetList({ warehouse, logger }: Platform, list: string): Promise<void> {
  try {
    await warehouse.command('alter table segment_lists delete where list_id = {list:UUID}', { list })
  } catch (error) {
    logger.warn({ err: error, list }, 'A list that is not used any more stays in the warehouse')
  }
}
