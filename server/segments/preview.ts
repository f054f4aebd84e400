import { sql } from 'kysely'
import type { SegmentDefinition, SegmentPreview } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import { checkDefinition } from './check-definition.ts'
import { compileScan } from './compile/scan.ts'
import { expandAll, segmentsIn } from './expand-segments.ts'
import { checkUses } from './uses.ts'

const SAMPLE_SIZE = 10

/** How many people a definition means now, of how many there are, and some of them; stores nothing. */
export async function previewSegment(
  platform: Platform,
  definition: SegmentDefinition,
): Promise<SegmentPreview> {
  checkDefinition(definition)
  const start = performance.now()
  if (segmentsIn(definition.conditions).length > 0)
    await platform.db.transaction().execute((trx) => checkUses(trx, null, definition))
  const expanded = await expandAll(platform.db, [{ definition }])
  const { query, params } = compileScan(
    expanded.map((one) => one.definition),
    'everybody',
    platform.clock.now(),
  )
  const [row] = await platform.warehouse.rows<{ count: number; total: number; sample: string[] }>(
    `select count() as count, (select count() from people final) as total, groupArraySample(${SAMPLE_SIZE})(person_id) as sample
     from (${query})`,
    params,
  )
  return {
    count: row?.count ?? 0,
    total: row?.total ?? 0,
    sample: await peopleIn(platform, row?.sample ?? []),
    milliseconds: Math.round(performance.now() - start),
  }
}

async function peopleIn({ db }: Platform, ids: string[]): Promise<SegmentPreview['sample']> {
  const { rows } = await sql<SegmentPreview['sample'][number]>`
    select id, name, email from people where id = any(${ids}::uuid[]) order by last_seen desc, id`.execute(db)
  return rows
}
