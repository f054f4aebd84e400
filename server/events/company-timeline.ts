import { sql } from 'kysely'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { rightsFor } from '../../model/rights.ts'
import { visibleTo } from '../access/index.ts'
import { currentPeople } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { SourceNames } from './source-names.ts'
import { readTimeline, type TimelineQuery } from './timeline.ts'
import { withoutHiddenRecords, withoutHiddenValues, type EventCondition } from './visible-events.ts'

// An event about a company and no person lies under the company's own id, and carries it as its company, too.
const OF_COMPANY = 'company_id = {company:UUID}'

/**
 * A page of everything that happened for a company, newest first; null when there is no such company
 * or the caller may not see it; without what people did whom they may not see.
 */
export async function companyTimeline(
  platform: Platform,
  caller: Actor,
  { sources, ...query }: TimelineQuery & { id: string; sources: SourceNames },
): Promise<Page<TimelineEvent> | null> {
  const { db, warehouse } = platform
  const { rows } = await sql`
    select from companies c where c.id = ${query.id}::uuid and ${visibleTo(caller, 'companies', 'view', sql`c`)}`.execute(
    db,
  )
  if (rows.length === 0) return null
  const condition = await ofVisiblePeople(db, caller, query.id)
  const page = await readTimeline(warehouse, await withoutHiddenRecords(platform, caller, condition), query)
  const people = await currentPeople(db, [...new Set(page.data.map((event) => event.identifier_id))])
  const nameOf = await sources.load()
  return {
    data: page.data.map(({ identifier_id, source_id, ...event }) => ({
      ...withoutHiddenValues(caller, event),
      source: nameOf(source_id),
      source_id,
      person_id: people.get(identifier_id) ?? null,
    })),
    next: page.next,
  }
}

async function ofVisiblePeople(db: Queryable, caller: Actor, company: string): Promise<EventCondition> {
  if (rightsFor(caller.grants.rights, 'people').view === 'all')
    return { sql: OF_COMPANY, params: { company } }
  const { rows } = await sql<{ id: string }>`
    select m.identifier_id as id
    from company_members m join identifiers i on i.id = m.identifier_id join people p on p.id = i.person_id
    where m.company_id = ${company}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  return {
    sql: `${OF_COMPANY} and (identifier_id = {company:UUID} or has({members:Array(UUID)}, identifier_id))`,
    params: { company, members: rows.map(({ id }) => id) },
  }
}
