import { sql } from 'kysely'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { SourceNames } from './source-names.ts'
import { readTimeline, type TimelineQuery } from './timeline.ts'

/** The condition on `events` for what happened under these identifiers: the head of the primary key. */
export const OF_IDENTIFIERS = 'identifier_id in {identifiers:Array(UUID)}'

/**
 * A page of everything that a person did, newest first. `id` may be a present or former person id or any
 * identifier's; null when nobody is known by it. Events lie under identifiers, so a merge needs no correction here.
 */
export async function personTimeline(
  { db, warehouse }: Platform,
  sources: SourceNames,
  query: TimelineQuery & { id: string },
): Promise<Page<TimelineEvent> | null> {
  const person = await findIdentifiers(db, query.id)
  if (!person) return null
  const condition = { sql: OF_IDENTIFIERS, params: { identifiers: person.identifiers } }
  const page = await readTimeline(warehouse, condition, query)
  const nameOf = await sources.load()
  return {
    data: page.data.map(({ identifier_id: _, source_id, ...event }) => ({
      ...event,
      source: nameOf(source_id),
      person_id: person.id,
    })),
    next: page.next,
  }
}

async function findIdentifiers(
  db: Queryable,
  id: string,
): Promise<{ id: string; identifiers: string[] } | null> {
  const { rows } = await sql<{ id: string; person: string }>`
    select i.id, i.person_id as person from identifiers me join identifiers i on i.person_id = me.person_id
    where me.id = ${id}::uuid`.execute(db)
  return rows[0] ? { id: rows[0].person, identifiers: rows.map((row) => row.id) } : null
}
