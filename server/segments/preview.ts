import { sql } from 'kysely'
import {
  membersOf,
  type SegmentDefinition,
  type SegmentMembers,
  type SegmentPreview,
} from '../../model/segment.ts'
import { visibleTo, withoutHidden } from '../access/index.ts'
import { seesEmail } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { checkDefinition } from './check-definition.ts'
import { requireReadableDefinition } from './readable-definition.ts'
import { compileScan } from './compile/scan.ts'
import { expandOne, segmentsIn } from './expand-segments.ts'
import { checkUses } from './uses.ts'
import { listWarnings } from './warnings.ts'

const SAMPLE_SIZE = 10

/** How many people, or companies, a definition means now, of how many there are, some of them whom the caller may see, and what to look at; stores nothing. */
export async function previewSegment(
  platform: Platform,
  caller: Actor,
  { definition, segment = null }: { definition: SegmentDefinition; segment?: string | null | undefined },
): Promise<SegmentPreview> {
  checkDefinition(definition)
  requireReadableDefinition(caller, definition)
  const start = performance.now()
  if (segmentsIn(definition.conditions).length > 0)
    await platform.db.transaction().execute((trx) => checkUses(trx, null, definition))
  const expanded = await expandOne(platform.db, definition)
  const members = membersOf(definition)
  const { query, params } = compileScan([expanded], 'everybody', platform.clock.now())
  const [row] = await platform.warehouse.rows<{ count: number; total: number; sample: string[] }>(
    `select count() as count, (select count() from ${members} final) as total, groupArraySample(${SAMPLE_SIZE})(member_id) as sample
     from (${query})`,
    params,
  )
  return {
    count: row?.count ?? 0,
    total: row?.total ?? 0,
    sample: await sampled[members](platform, caller, row?.sample ?? []),
    milliseconds: Math.round(performance.now() - start),
    warnings: await listWarnings(platform.db, { definition, segment, count: row?.count ?? 0 }),
  }
}

type Sample = SegmentPreview['sample']

const sampled: Record<SegmentMembers, (platform: Platform, caller: Actor, ids: string[]) => Promise<Sample>> =
  {
    async people({ db }, caller, ids) {
      const { rows } = await sql<Sample[number]>`
        select p.id, p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, null as domain from people p
        where p.id = any(${ids}::uuid[]) and ${visibleTo(caller, 'people', 'view', sql`p`)}
        order by p.last_seen desc, p.id`.execute(db)
      return rows
    },
    async companies({ db }, caller, ids) {
      const { rows } = await sql<Sample[number]>`
        select c.id, c.name, null as email, c.domain from companies c
        where c.id = any(${ids}::uuid[]) and ${visibleTo(caller, 'companies', 'view', sql`c`)}
        order by c.last_seen desc, c.id`.execute(db)
      return rows.map((row) => withoutHidden(caller, 'companies', row))
    },
  }
