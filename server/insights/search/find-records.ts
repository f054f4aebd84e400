import { sql, type RawBuilder } from 'kysely'
import type { SearchHit } from '../../../model/home.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { mostAlike, resembles, type Queryable, type Trx } from '../../platform/relational/index.ts'
import {
  CANDIDATES,
  containsWords,
  LIKE_CANDIDATES,
  type Candidate,
  type SearchQuery,
  type SearchText,
} from './search-text.ts'

type Row = { id: string; name: string; object: string; kind: string }

/** Leads, products and records of own objects, best first: a name that begins with the text, then those that have every word. */
export async function findRecords(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<string[]> {
  const seen = await visibleRecords(db, caller)
  const name = sql`lower(r.name)`
  const { rows } = await sql<{ id: string }>`
    select f.id from (
      select r.id, r.name from records r
      where r.deleted_at is null and ${containsWords(name, text)} and ${seen} limit ${CANDIDATES}
    ) f order by not starts_with(lower(f.name), ${text.whole}), lower(f.name), f.id limit ${limit}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Such records with a name that is spelt much like the text. */
export async function findRecordsLike(trx: Trx, caller: Actor, { whole }: SearchText): Promise<Candidate[]> {
  const seen = await visibleRecords(trx, caller)
  const alike = sql`
    select r.id, r.name as text from records r
    where r.deleted_at is null and ${resembles(sql`lower(r.name)`, whole)} and ${seen}`
  const { rows } = await sql<Candidate>`${mostAlike(alike, whole, LIKE_CANDIDATES)}`.execute(trx)
  return rows
}

/** Such records of these ids as hits, in the order of the ids. */
export async function describeRecords(db: Queryable, _caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const { rows } = await sql<Row>`
    select r.id, r.name, r.object, o.name as kind
    from unnest(${ids}::uuid[]) with ordinality as best (id, place)
    join records r on r.id = best.id join crm_objects o on o.key = r.object
    order by best.place`.execute(db)
  return rows.map(({ id, name, object, kind }) => ({
    kind: 'record',
    id,
    object,
    title: name,
    subtitle: kind,
  }))
}

/** The condition on a row `r` of `records` that the caller may see it, by the rights to its object. */
async function visibleRecords(db: Queryable, caller: Actor): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ key: string }>`
    select key from crm_objects where exists (select from records where object = key)`.execute(db)
  if (rows.length === 0) return sql`false`
  const ofObjects = rows.map(
    ({ key }) => sql`(r.object = ${key} and ${visibleTo(caller, key, 'view', sql`r`)})`,
  )
  return sql`(${sql.join(ofObjects, sql` or `)})`
}
