import { sql } from 'kysely'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { visibleTo } from '../access/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { SourceNames } from './source-names.ts'
import { readTimeline, type TimelineQuery } from './timeline.ts'
import { withoutHiddenRecords, withoutHiddenValues } from './visible-events.ts'

/** The condition on `events` for what happened under these identifiers: the head of the primary key. */
export const OF_IDENTIFIERS = 'identifier_id in {identifiers:Array(UUID)}'

/**
 * A page of everything that a person did, newest first. `id` may be a present or former person id or any
 * identifier's; null when nobody is known by it or the caller may not see them. Events lie under identifiers, so a merge needs no correction here.
 */
export async function personTimeline(
  platform: Platform,
  caller: Actor,
  { sources, ...query }: TimelineQuery & { id: string; sources: SourceNames },
): Promise<Page<TimelineEvent> | null> {
  const person = await findIdentifiers(platform.db, caller, query.id)
  if (!person) return null
  const condition = { sql: OF_IDENTIFIERS, params: { identifiers: person.identifiers } }
  const seen = await withoutHiddenRecords(platform, caller, condition)
  const page = await readTimeline(platform.warehouse, seen, query)
  const nameOf = await sources.load()
  return {
    data: page.data.map(({ identifier_id: _, source_id, ...event }) => ({
      ...withoutHiddenValues(caller, event),
      source: nameOf(source_id),
      source_id,
      person_id: person.id,
    })),
    next: page.next,
  }
}

async function findIdentifiers(
  db: Queryable,
  caller: Actor,
  id: string,
): Promise<{ id: string; identifiers: string[] } | null> {
  const { rows } = await sql<{ id: string; person: string }>`
    select i.id, i.person_id as person from identifiers me join identifiers i on i.person_id = me.person_id
    join people p on p.id = me.person_id
    where me.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  return rows[0] ? { id: rows[0].person, identifiers: rows.map((row) => row.id) } : null
}
