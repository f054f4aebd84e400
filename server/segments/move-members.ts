import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './resize.ts'

/** A person who is no more, because all that was theirs now belongs to another. */
export type Gone = { from: string; to: string }

/**
 * Gives what people who are no more belonged to, to those they became, who keep the older time of entry. Nobody enters
 * or leaves by that. `gone` is in the order in which it happened.
 */
export async function moveMembers(trx: Trx, gone: Gone[], at: number): Promise<void> {
  const moves = finalMoves(gone)
  if (moves.length === 0) return
  const { rows } = await sql<{ segment_id: string; by: number }>`
    with moves as (
      select "from", "to" from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as n ("from" uuid, "to" uuid)
    ), taken as (
      delete from segment_members m using moves where m.member_id = moves."from"
      returning m.segment_id, moves."to" as member_id, m.entered_at
    ), given as (
      insert into segment_members as m (segment_id, member_id, entered_at)
      select segment_id, member_id, min(entered_at) from taken group by segment_id, member_id
      on conflict (segment_id, member_id) do update set entered_at = least(m.entered_at, excluded.entered_at)
      returning m.segment_id, (m.xmax = 0) as is_new
    )
    select segment_id, -count(*)::int as by from taken group by segment_id
    union all
    select segment_id, count(*)::int as by from given where is_new group by segment_id`.execute(trx)
  await resize(trx, rows, new Date(at))
  await moveStays(trx, moves)
}

/**
 * What both were in before becomes what the one person was in: stays that overlap or touch are one stay, and one that
 * reaches into the present makes the person a member since its beginning.
 */
async function moveStays(trx: Trx, moves: Gone[]): Promise<void> {
  await sql`
    with moves as (
      select "from", "to" from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as n ("from" uuid, "to" uuid)
    ), former as (
      select "from" as id, "to" from moves union select "to", "to" from moves
    ), taken as (
      delete from segment_stays s using former f where s.member_id = f.id
      returning s.segment_id, f."to" as member_id, s.entered_at, s.left_at
    ), stays as (
      select segment_id, member_id, entered_at, left_at from taken
      union all
      select m.segment_id, m.member_id, m.entered_at, 'infinity' from segment_members m
      where (m.segment_id, m.member_id) in (select segment_id, member_id from taken)
    ), reached as (
      select *, max(left_at) over (
        partition by segment_id, member_id order by entered_at, left_at rows between unbounded preceding and 1 preceding
      ) as before
      from stays
    ), numbered as (
      select *, count(*) filter (where before is null or before < entered_at) over (
        partition by segment_id, member_id order by entered_at, left_at
      ) as stay
      from reached
    ), joined as (
      select segment_id, member_id, min(entered_at) as entered_at, max(left_at) as left_at
      from numbered group by segment_id, member_id, stay
    ), present as (
      update segment_members m set entered_at = j.entered_at from joined j
      where j.left_at = 'infinity' and m.segment_id = j.segment_id and m.member_id = j.member_id
    )
    insert into segment_stays (segment_id, member_id, entered_at, left_at)
    select segment_id, member_id, entered_at, left_at from joined where left_at < 'infinity'`.execute(trx)
}

/** Follows chains: who became B, when B later became C, is C. */
function finalMoves(gone: Gone[]): Gone[] {
  const final = new Map<string, string>()
  for (const { from, to } of gone.toReversed()) final.set(from, final.get(to) ?? to)
  return [...final].flatMap(([from, to]) => (from === to ? [] : [{ from, to }]))
}
