import { sql } from 'kysely'
import type { Platform } from '../../../platform/index.ts'
import { readPeople } from '../runs/read-people.ts'
import type { FoundPair, TouchedTask } from '../runs/match-people.ts'
import { findLearned } from './find-learned.ts'
import { saveTouched, type Touch } from './save-touched.ts'

/** So many at a time: their pairs are saved in one transaction. */
const PEOPLE_AT_ONCE = 2_000

/**
 * Compares those who changed, the first of them first, with everybody, by what the latest run learned. Gives how many were
 * compared; a comparison that is cut off is made again, and one that was made twice is the same.
 */
export async function matchTouched(
  { db }: Platform,
  compare: (task: TouchedTask) => FoundPair[] | Promise<FoundPair[]>,
): Promise<number> {
  const learned = await findLearned(db)
  if (!learned) return 0
  const { rows: touches } = await sql<Touch>`
    select person_id, touch::text from linkage_touched order by linkage_touched.touch limit ${PEOPLE_AT_ONCE}`.execute(
    db,
  )
  if (touches.length === 0) return 0
  const { ids, columns } = await readPeople(db)
  const touchedIds = new Set(touches.map(({ person_id }) => person_id))
  const touched = ids.flatMap((id, record) => (touchedIds.has(id) ? [record] : []))
  const { settings, parameters } = learned
  const pairs =
    touched.length === 0
      ? []
      : await compare({ size: ids.length, columns, learned: { settings, parameters }, touched })
  await db
    .transaction()
    .execute((trx) =>
      saveTouched(trx, { touches, pairs, ids, linkAt: settings.linkAt, modelId: learned.modelId }),
    )
  return touches.length
}
