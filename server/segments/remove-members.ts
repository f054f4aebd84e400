import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { resize } from './resize.ts'

type Fragment = RawBuilder<unknown>

/**
 * Takes people out of all segments who are no more, with nobody in their place, and forgets where they were before; whoever
 * became another keeps an identifier.
 */
export async function removeMembers(trx: Trx, people: string[], at: number): Promise<void> {
  await remove(trx, {
    ids: people,
    at,
    isGone: (id) => sql`not exists (select from identifiers i where i.id = ${id})`,
  })
}

/** The same for companies. */
export async function removeCompanies(trx: Trx, companies: string[], at: number): Promise<void> {
  await remove(trx, {
    ids: companies,
    at,
    isGone: (id) => sql`not exists (select from companies c where c.id = ${id})`,
  })
}

type Removal = { ids: string[]; at: number; isGone: (id: Fragment) => Fragment }

async function remove(trx: Trx, { ids, at, isGone }: Removal): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<{ segment_id: string; by: number }>`
    with taken as (
      delete from segment_members m
      where m.member_id = any(${ids}::uuid[]) and ${isGone(sql`m.member_id`)}
      returning m.segment_id
    )
    select segment_id, -count(*)::int as by from taken group by segment_id`.execute(trx)
  await resize(trx, rows, new Date(at))
  await sql`
    delete from segment_stays s
    where s.member_id = any(${ids}::uuid[]) and ${isGone(sql`s.member_id`)}`.execute(trx)
}
