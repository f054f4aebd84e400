import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './change-members.ts'

/** A person who is no more, because all that was theirs now belongs to another. */
export type Gone = { from: string; to: string }

/**
 * Gives what people who are no more belonged to, to those they became, who keep the older time of entry. Nobody enters
 * or leaves by that. `gone` is in the order in which it happened.
 */
export async function moveMembers(trx: Trx, gone: Gone[]): Promise<void> {
  const moves = finalMoves(gone)
  if (moves.length === 0) return
  const { rows } = await sql<{ segment_id: string; by: number }>`
    with moves as (
      select "from", "to" from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as n ("from" uuid, "to" uuid)
    ), taken as (
      delete from segment_members m using moves where m.person_id = moves."from"
      returning m.segment_id, moves."to" as person_id, m.entered_at
    ), given as (
      insert into segment_members as m (segment_id, person_id, entered_at)
      select segment_id, person_id, min(entered_at) from taken group by segment_id, person_id
      on conflict (segment_id, person_id) do update set entered_at = least(m.entered_at, excluded.entered_at)
      returning m.segment_id, (m.xmax = 0) as is_new
    )
    select segment_id, -count(*)::int as by from taken group by segment_id
    union all
    select segment_id, count(*)::int as by from given where is_new group by segment_id`.execute(trx)
  await resize(trx, rows)
}

/** Follows chains: who became B, when B later became C, is C. */
function finalMoves(gone: Gone[]): Gone[] {
  const final = new Map<string, string>()
  for (const { from, to } of gone.toReversed()) final.set(from, final.get(to) ?? to)
  return [...final].flatMap(([from, to]) => (from === to ? [] : [{ from, to }]))
}
