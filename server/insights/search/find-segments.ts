import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import type { Candidate, SearchQuery } from './search-text.ts'

/** Segments whose name contains the text; there are few, so that every name is looked at. */
export async function findSegments(
  db: Queryable,
  _caller: Actor,
  { text: { whole }, limit }: SearchQuery,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from segments where strpos(lower(name), ${whole}) > 0
    order by strpos(lower(name), ${whole}) > 1, lower(name), id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** All segments: so few that each name can be held against what was typed. */
export async function findSegmentsLike(trx: Trx): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`select id, name as text from segments`.execute(trx)
  return rows
}

/** Segments of these ids as hits, in the order of the ids. */
export async function describeSegments(db: Queryable, _caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const { rows } = await sql<{ id: string; name: string; size: number }>`
    select s.id, s.name, s.size from unnest(${ids}::uuid[]) with ordinality as best (id, place)
    join segments s on s.id = best.id order by best.place`.execute(db)
  return rows.map(({ id, name, size }) => ({
    kind: 'segment',
    id,
    title: name,
    subtitle: size === 1 ? '1 person' : `${size.toLocaleString('en')} people`,
  }))
}
