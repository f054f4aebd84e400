import { sql } from 'kysely'
import type { Trx } from '../../../platform/relational/index.ts'
import type { FoundPair } from '../runs/match-people.ts'
import { savePairs } from '../runs/save-matches.ts'

/** Somebody who changed, and the number of that change. */
export type Touch = { person_id: string; touch: string }
type Found = { touches: Touch[]; pairs: FoundPair[]; ids: string[]; linkAt: number; modelId: string }

/**
 * Stores the pairs of those who were compared and have not changed since, and takes away those that no longer hold and
 * nobody decided. Nothing when something else was learned meanwhile: then they are compared again, by that.
 */
export async function saveTouched(trx: Trx, { touches, pairs, ids, ...saved }: Found): Promise<void> {
  const { rows: latest } = await sql<{ id: string }>`
    select id from linkage_models order by created_at desc, id desc limit 1 for share`.execute(trx)
  if (latest[0]?.id !== saved.modelId) return
  // Who deletes the row saves the pairs: two processes that compared the same people do not both.
  const { rows } = await sql<{ person_id: string }>`
    delete from linkage_touched t using jsonb_to_recordset(${JSON.stringify(touches)}::jsonb) as n (person_id uuid, touch bigint)
    where t.person_id = n.person_id and t.touch = n.touch returning t.person_id`.execute(trx)
  const compared = new Set(rows.map(({ person_id }) => person_id))
  const own = pairs.filter(({ left, right }) => compared.has(ids[left]!) || compared.has(ids[right]!))
  await savePairs(trx, own, { ids, ...saved })
  // What was just written has the time of this transaction.
  await sql`
    delete from linkage_pairs where state in ('proposed', 'waiting') and updated_at <> now()
      and (a = any(${[...compared]}::uuid[]) or b = any(${[...compared]}::uuid[]))`.execute(trx)
}
