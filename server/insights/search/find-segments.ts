import { sql } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { SearchQuery } from './search-text.ts'

/** Segments whose name contains the text; there are few, so that every name is looked at. */
export async function findSegments(
  db: Queryable,
  _caller: Actor,
  { text: { whole }, limit }: SearchQuery,
): Promise<SearchHit[]> {
  const { rows } = await sql<{ id: string; name: string; size: number }>`
    select id, name, size from segments where strpos(lower(name), ${whole}) > 0
    order by strpos(lower(name), ${whole}) > 1, lower(name), id limit ${limit}`.execute(db)
  return rows.map(({ id, name, size }) => ({
    kind: 'segment',
    id,
    title: name,
    subtitle: size === 1 ? '1 person' : `${size.toLocaleString('en')} people`,
  }))
}
