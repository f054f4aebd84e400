import { sql } from 'kysely'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { currentPeople } from '../people/index.ts'
import type { Platform } from '../platform/index.ts'
import type { SourceNames } from './source-names.ts'
import { readTimeline, type TimelineQuery } from './timeline.ts'

// An event about a company and no person lies under the company's own id, and carries it as its company, too.
const OF_COMPANY = 'company_id = {company:UUID}'

/** A page of everything that happened for a company, newest first; null when there is no such company. */
export async function companyTimeline(
  { db, warehouse }: Platform,
  sources: SourceNames,
  query: TimelineQuery & { id: string },
): Promise<Page<TimelineEvent> | null> {
  const { rows } = await sql`select from companies where id = ${query.id}::uuid`.execute(db)
  if (rows.length === 0) return null
  const page = await readTimeline(warehouse, { sql: OF_COMPANY, params: { company: query.id } }, query)
  const people = await currentPeople(db, [...new Set(page.data.map((event) => event.identifier_id))])
  const nameOf = await sources.load()
  return {
    data: page.data.map(({ identifier_id, source_id, ...event }) => ({
      ...event,
      source: nameOf(source_id),
      person_id: people.get(identifier_id) ?? null,
    })),
    next: page.next,
  }
}
