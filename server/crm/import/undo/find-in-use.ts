import { sql } from 'kysely'
import type { FactUndo } from '../../../people/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

export type Used = {
  /** Identifiers that events of other sources lie under. */
  used: Set<string>
  /** Links ("a b") that such events have named. */
  confirmed: Set<string>
}

/** What events of other sources say by now of the identifiers that these facts named. */
export async function withEvents({ db, warehouse }: Platform, facts: FactUndo[]): Promise<Used> {
  const owners = [...new Set(facts.flatMap(({ identifiers }) => identifiers.map(({ id }) => id)))]
  if (owners.length === 0) return { used: new Set(), confirmed: new Set() }
  const { rows } = await sql<{ id: string }>`select id from sources where kind = 'internal'`.execute(db)
  const found = await warehouse.rows<{ id: string; others: string[] }>(
    `select toString(identifier_id) as id, arrayMap(other -> toString(other), groupUniqArrayArray(other_ids)) as others
     from events where identifier_id in {owners:Array(UUID)} and source_id not in {own:Array(UUID)} group by id`,
    { owners, own: rows.map(({ id }) => id) },
  )
  const confirmed = found.flatMap(({ id, others }) => others.map((other) => `${id} ${other}`))
  return { used: new Set(found.map(({ id }) => id)), confirmed: new Set(confirmed) }
}

/** Which of the identifiers and companies that facts brought have deals. */
export async function withDeals(db: Queryable, facts: FactUndo[]): Promise<Set<string>> {
  const companies = facts.flatMap(({ company }) => (company?.fresh ? [company.id] : []))
  const { rows } = await sql<{ id: string }>`
    select person_ref as id from deals where person_ref = any(${freshIdentifiers(facts)}::uuid[])
    union
    select company_id from deals where company_id = any(${companies}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

function freshIdentifiers(facts: FactUndo[]): string[] {
  return [
    ...new Set(
      facts.flatMap(({ identifiers }) => identifiers.flatMap(({ id, fresh }) => (fresh ? [id] : []))),
    ),
  ]
}
