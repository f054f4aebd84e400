import { sql } from 'kysely'
import type { FactUndo } from '../../../people/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

/** Which of the identifiers and companies that facts brought have events of other sources by now. */
export async function withEvents({ db, warehouse }: Platform, facts: FactUndo[]): Promise<Set<string>> {
  const identifiers = freshIdentifiers(facts)
  if (identifiers.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select id from sources where kind = 'internal'`.execute(db)
  const found = await warehouse.rows<{ id: string }>(
    `select distinct toString(identifier_id) as id from events
     where identifier_id in {identifiers:Array(UUID)} and source_id not in {own:Array(UUID)}`,
    { identifiers, own: rows.map(({ id }) => id) },
  )
  return new Set(found.map(({ id }) => id))
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
