import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './resize.ts'

/**
 * Takes people out of all segments who are no more, with nobody in their place, and forgets where they were before; whoever
 * became another keeps an identifier.
 */
export async function removeMembers(trx: Trx, people: string[], at: number): Promise<void> {
  if (people.length === 0) return
  const { rows } = await sql<{ segment_id: string; by: number }>`
    with taken as (
      delete from segment_members m
      where m.person_id = any(${people}::uuid[]) and not exists (select from identifiers i where i.id = m.person_id)
      returning m.segment_id
    )
    select segment_id, -count(*)::int as by from taken group by segment_id`.execute(trx)
  await resize(trx, rows, new Date(at))
  await sql`
    delete from segment_stays s
    where s.person_id = any(${people}::uuid[]) and not exists (select from identifiers i where i.id = s.person_id)`.execute(
    trx,
  )
}
