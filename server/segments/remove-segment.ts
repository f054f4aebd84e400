import { sql } from 'kysely'
import { audit } from '../access/index.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { forgetList } from './lists/copy-list.ts'
import { subjectOf } from './segment-row.ts'
import { lockSegment } from './segments.ts'
import { listUses, lockUses } from './uses.ts'

/**
 * Removes a segment. Nobody leaves it by that: there is nothing left to leave. Throws `conflict` while other segments, scores
 * or destinations need it, naming them, and for a group of a split.
 */
export async function removeSegment(platform: Platform, actor: Actor, id: string): Promise<void> {
  const list = await platform.db.transaction().execute(async (trx) => {
    await lockUses(trx)
    const segment = await lockSegment(trx, id)
    if (segment.split)
      throw fail('conflict', 'This segment is a group of a random split. Remove the split as a whole.')
    await requireUnused(trx, [id])
    const removed = await deleteSegments(trx, [id])
    await audit(trx, actor, { action: 'segment.removed', subject: subjectOf(segment) })
    return removed[0] ?? null
  })
  if (list !== null) await forgetList(platform, list)
}

/** Deletes the rows, and gives the ids of the lists that nothing refers to any more. */
export async function deleteSegments(trx: Trx, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ list_id: string | null }>`
    delete from segments where id = any(${ids}::uuid[]) returning list_id`.execute(trx)
  return rows.flatMap(({ list_id }) => list_id ?? [])
}

/** Throws `conflict` while something else needs one of these segments. */
export async function requireUnused(trx: Trx, ids: string[]): Promise<void> {
  for (const id of ids) {
    const uses = (await listUses(trx, id)).filter((one) => !ids.includes(one.id))
    if (uses.length === 0) continue
    const names = uses.slice(0, 3).map(({ kind, name }) => `the ${kind.replace('_', ' ')} “${name}”`)
    const more = uses.length > 3 ? ` and ${uses.length - 3} more` : ''
    throw fail(
      'conflict',
      `It is used by ${names.join(', ')}${more}. Change ${uses.length > 1 ? 'those' : 'that'} first, then remove it.`,
      uses,
    )
  }
}
