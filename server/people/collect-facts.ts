import type { CompanyFact } from './companies/store-companies.ts'
import type { MemberFact } from './companies/store-members.ts'
import type { Fact } from './record-facts.ts'
import type { TraitWrite } from './traits/trait-map.ts'

/** What facts say about each identifier's traits, in their order. */
export function traitWritesIn(facts: Fact[]): Map<string, TraitWrite[]> {
  const writes = new Map<string, TraitWrite[]>()
  for (const { identifiers, at, sourceId, messageId, traits } of facts) {
    const id = identifiers[0]?.id
    if (!traits || !id) continue
    const write = { at, sourceId, messageId, traits }
    if (writes.get(id)?.push(write) === undefined) writes.set(id, [write])
  }
  return writes
}

/** What facts say about each company. */
export function companiesIn(facts: Fact[]): CompanyFact[] {
  const companies = new Map<string, CompanyFact>()
  for (const { company, at, sourceId, messageId } of facts) {
    if (!company) continue
    const { id, groupId } = company
    const known = noteTime(companies, id, at, () => ({ id, groupId, writes: [] as TraitWrite[] }))
    if (company.traits) known.writes.push({ at, sourceId, messageId, traits: company.traits })
  }
  return [...companies.values()]
}

/** Which identifiers acted for which companies, by facts, and when. */
export function membersIn(facts: Fact[]): MemberFact[] {
  const members = new Map<string, MemberFact>()
  for (const { company, identifiers, at } of facts) {
    const owner = identifiers[0]
    if (!company || !owner) continue
    noteTime(members, `${owner.id} ${company.id}`, at, () => ({
      identifierId: owner.id,
      companyId: company.id,
    }))
  }
  return [...members.values()]
}

type Times = { firstSeen: number; lastSeen: number }

/** The entry of this key, made when it is met for the first time, with this time in its span. */
function noteTime<Entry>(
  entries: Map<string, Entry & Times>,
  key: string,
  at: number,
  create: () => Entry,
): Entry & Times {
  const known = entries.get(key)
  if (!known) {
    const entry = { ...create(), firstSeen: at, lastSeen: at }
    entries.set(key, entry)
    return entry
  }
  known.firstSeen = Math.min(known.firstSeen, at)
  known.lastSeen = Math.max(known.lastSeen, at)
  return known
}
