import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { SEEN_AGAIN_MS, spanOf, type Memory } from '../identity/known-identities.ts'
import { plainTraits, text, type TraitMap, type TraitWrite } from '../traits/trait-map.ts'
import { applyAll } from '../traits/store-traits.ts'
import { domainOf } from './domain-of.ts'

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
  const known = await storedCompanies(
    trx,
    facts.map(({ id }) => id),
  )
  const news = facts.flatMap((fact) => companyRow(fact, known.get(fact.id)) ?? [])
  if (news.length === 0) return []
  await sql`
    insert into companies as c (id, group_id, name, domain, traits, first_seen, last_seen, search)
    select * from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as n
      (id uuid, group_id text, name text, domain text, traits jsonb, first_seen timestamptz, last_seen timestamptz, search text)
    order by id
    on conflict (id) do update set
      name = excluded.name, domain = excluded.domain, traits = excluded.traits, search = excluded.search,
      first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen)`.execute(
    trx,
  )
  return news
    .filter(({ id, name }) => known.has(id) && nameOf(known.get(id)?.traits ?? {}) !== name)
    .map(({ id }) => id)
}

type StoredCompany = { id: string; traits: TraitMap; first_seen: Date; last_seen: Date }

async function storedCompanies(trx: Trx, ids: string[]): Promise<Map<string, StoredCompany>> {
  const { rows } = await sql<StoredCompany>`
    select id, traits, first_seen, last_seen from companies where id = any(${ids}::uuid[]) for update`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function nameOf(traits: TraitMap): string | null {
  return text(plainTraits(traits)['name'])
}

/** The row of a company as it becomes; null when it stands there as it is, but for having been seen a moment later. */
function companyRow(fact: CompanyFact, stored: StoredCompany | undefined) {
  const changed = applyAll(stored?.traits ?? {}, fact.writes)
  if (stored && !changed && isSeenIn(fact, stored)) return null
  const traits = changed ?? stored?.traits ?? {}
  return {
    id: fact.id,
    group_id: fact.groupId,
    ...describeCompany(fact.groupId, traits),
    traits,
    first_seen: new Date(fact.firstSeen),
    last_seen: new Date(fact.lastSeen),
  }
}

/** Writing a company anew goes into every index of it, so it is seen again once a minute only. */
function isSeenIn({ firstSeen, lastSeen }: CompanyFact, { first_seen, last_seen }: StoredCompany): boolean {
  return firstSeen >= first_seen.getTime() && lastSeen <= last_seen.getTime() + SEEN_AGAIN_MS
}

/** What lists and search need of a company's traits. */
export function describeCompany(groupId: string, traits: TraitMap) {
  const plain = plainTraits(traits)
  const name = nameOf(traits)
  const written = text(plain['domain'] ?? plain['website'])
  // What names no host, such as "localhost", stays findable as it was written.
  const domain = written === null ? null : (domainOf(written) ?? written.toLowerCase())
  const search = [...new Set([name, domain, groupId].filter((part) => part !== null))].join(' ').toLowerCase()
  return { name, domain, search }
}
