import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { advanceIdentityVersion } from '../identity/known-identities.ts'
import { describeCompany } from '../companies/store-companies.ts'
import { mergeTraitMaps, type TraitMap } from '../traits/trait-map.ts'

/** All that the database holds of a company, row by row. */
export type CompanyContent = {
  company: JsonObject & { id: string; group_id: string; traits: TraitMap }
  members: JsonObject[]
}

/** Takes a company out of the database, and gives what it takes to put it back. Null when there is no such company. */
export async function takeOutCompany(trx: Trx, id: string): Promise<CompanyContent | null> {
  const { rows } = await sql<CompanyContent>`
    select to_jsonb(c) as company,
      (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from company_members m where m.company_id = c.id) as members
    from companies c where c.id = ${id}::uuid for update`.execute(trx)
  const [content] = rows
  if (!content) return null
  await advanceIdentityVersion(trx)
  await sql`delete from companies where id = ${id}::uuid`.execute(trx)
  return content
}

/** Puts a company back, with who belonged to it; what sources said of it meanwhile counts beside what they said then. */
export async function putBackCompany(trx: Trx, { company, members }: CompanyContent): Promise<void> {
  await advanceIdentityVersion(trx)
  const { rows } = await sql<{ traits: TraitMap }>`
    select traits from companies where id = ${company.id}::uuid for update`.execute(trx)
  const [now] = rows
  const traits = now ? mergeTraitMaps([company.traits, now.traits]) : company.traits
  const row = { ...company, ...(now && { traits, ...describeCompany(company.group_id, traits) }) }
  await sql`
    insert into companies as c select * from jsonb_populate_record(null::companies, ${JSON.stringify(row)}::jsonb)
    on conflict (id) do update set
      traits = excluded.traits, name = excluded.name, domain = excluded.domain, search = excluded.search,
      fields = excluded.fields || c.fields, owner_id = coalesce(c.owner_id, excluded.owner_id),
      first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen)`.execute(
    trx,
  )
  await sql`
    insert into company_members
    select * from jsonb_populate_recordset(null::company_members, ${JSON.stringify(members)}::jsonb)
    on conflict do nothing`.execute(trx)
}

/** The people who belong to a company by these rows. */
export async function peopleOfMembers(trx: Trx, members: JsonObject[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from identifiers
    where id = any(${members.map((one) => String(one['identifier_id']))}::uuid[])`.execute(trx)
  return rows.map(({ person_id }) => person_id)
}
