import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { spanOf, type Memory } from '../identity/known-identities.ts'
import { plainTraits, text, type TraitMap, type TraitWrite } from '../traits/trait-map.ts'
import { applyAll } from '../traits/store-traits.ts'

/** What events of a batch say about one company. */
export type CompanyFact = {
  id: string
  groupId: string
  firstSeen: number
  lastSeen: number
  writes: TraitWrite[]
}

/**
 * Creates and updates the companies that a batch names; traits as for people, the last writer wins. Gives the ids of
 * known companies that have another name now.
 */
export async function storeCompanies(
  trx: Trx,
  all: CompanyFact[],
  { known: remembered, learned }: Memory,
): Promise<string[]> {
  const facts = all.filter((fact) => fact.writes.length > 0 || !remembered.hasSpan(fact.id, spanOf(fact)))
  if (facts.length === 0) return []
  for (const fact of facts) learned.spans.set(fact.id, spanOf(fact))
  const { rows } = await sql<{ id: string; traits: TraitMap }>`
    select id, traits from companies where id = any(${facts.map(({ id }) => id)}::uuid[]) for update`.execute(
    trx,
  )
  const known = new Map(rows.map(({ id, traits }) => [id, traits]))
  const input = facts.map((fact) => companyRow(fact, known.get(fact.id) ?? {}))
  await sql`
    insert into companies as c (id, group_id, name, domain, traits, first_seen, last_seen, search)
    select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as n
      (id uuid, group_id text, name text, domain text, traits jsonb, first_seen timestamptz, last_seen timestamptz, search text)
    order by id
    on conflict (id) do update set
      name = excluded.name, domain = excluded.domain, traits = excluded.traits, search = excluded.search,
      first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen)`.execute(
    trx,
  )
  return input
    .filter(({ id, name }) => known.has(id) && nameOf(known.get(id) ?? {}) !== name)
    .map(({ id }) => id)
}

function nameOf(traits: TraitMap): string | null {
  return text(plainTraits(traits)['name'])
}

function companyRow(fact: CompanyFact, known: TraitMap) {
  const traits = applyAll(known, fact.writes) ?? known
  return {
    id: fact.id,
    group_id: fact.groupId,
    ...describeCompany(fact.groupId, traits),
    traits,
    first_seen: new Date(fact.firstSeen),
    last_seen: new Date(fact.lastSeen),
  }
}

/** What lists and search need of a company's traits. */
export function describeCompany(groupId: string, traits: TraitMap) {
  const plain = plainTraits(traits)
  const name = nameOf(traits)
  const domain = text(plain['domain'] ?? plain['website'])?.toLowerCase() ?? null
  const search = [...new Set([name, domain, groupId].filter((part) => part !== null))].join(' ').toLowerCase()
  return { name, domain, search }
}
