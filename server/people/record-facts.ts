import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { storeCompanies, type CompanyFact } from './companies/store-companies.ts'
import { storeMembers, type MemberFact } from './companies/store-members.ts'
import type { IdentityFact } from './identity/evidence.ts'
import type { KnownIdentifier } from './identity/identifiers.ts'
import { resolveIdentities, type IdentityChanges } from './identity/resolve-identities.ts'
import type { IdentityRules } from './identity/rules.ts'
import { refreshPeople, type PersonSnapshot } from './traits/refresh-people.ts'
import { removePeople } from './traits/remove-people.ts'
import { applyAll, storeTraits } from './traits/store-traits.ts'
import { touchPeople } from './traits/touch-people.ts'
import type { TraitWrite } from './traits/trait-map.ts'

const IDENTITY_LOCK = 714_202_612

/** What one event says about people and companies. */
export type Fact = Omit<IdentityFact, 'identifiers'> & {
  /** Who it names, strongest first; nobody, when it is about a company only. */
  identifiers: KnownIdentifier[]
  /** Traits of the person, from an identify call. */
  traits: JsonObject | null
  /** The company that the event names, with its traits when it is a group call. */
  company: { id: string; groupId: string; traits: JsonObject | null } | null
}

export type PeopleChanges = {
  personOf: Map<string, string>
  /** Identifiers that moved to another person since their events were stored. */
  moved: { identifierId: string; from: string; to: string }[]
  gone: { from: string; to: string }[]
  /** Everybody the batch touched. */
  people: string[]
  /** The rows of those whose traits or identifiers changed. */
  snapshots: PersonSnapshot[]
}

/**
 * Takes in what a batch of events says about people and companies, in one transaction of the caller. Batches of several
 * workers wait for each other here: who is who is decided by one at a time.
 */
export async function recordFacts(
  trx: Trx,
  facts: Fact[],
  options: { rules: IdentityRules; version: number },
): Promise<PeopleChanges> {
  await sql`select pg_advisory_xact_lock(${IDENTITY_LOCK})`.execute(trx)
  const writes = traitWrites(facts)
  const changes = await resolveIdentities(trx, {
    facts: facts.filter(namesSomebody),
    traitsOf: (id) => applyAll({}, writes.get(id) ?? []) ?? {},
    rules: options.rules,
  })
  const { fresh, newPeople, personOf } = changes
  for (const { id } of fresh) writes.delete(id)
  const changedTraits = await storeTraits(trx, writes)
  await storeCompanies(trx, companyFacts(facts))
  await storeMembers(trx, memberFacts(facts))

  const lastSeen = await lastSeenOf(trx, changes)
  const known = new Set([...changes.regrouped, ...[...changedTraits].map((id) => personOf.get(id)!)])
  const freshRows = fresh
    .filter(({ personId }) => newPeople.has(personId))
    .map(({ personId, type, value, firstSeen, traits }) => ({
      person_id: personId,
      type,
      value,
      first_seen: new Date(firstSeen),
      traits,
    }))
  const snapshots = await refreshPeople(trx, { known, fresh: freshRows, lastSeen, version: options.version })
  await touchPeople(trx, new Map([...lastSeen].filter(([id]) => !known.has(id) && !newPeople.has(id))))
  return {
    personOf,
    moved: changes.moved,
    gone: changes.gone,
    people: [...new Set([...lastSeen.keys(), ...known])],
    snapshots,
  }
}

/** The person of each of these ids (present or former person ids, identifier ids); unknown ids are missing. */
export async function currentPeople(db: Queryable, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; person_id: string }>`
    select id, person_id from identifiers where id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, person_id }) => [id, person_id]))
}

function namesSomebody(fact: Fact): fact is Fact & IdentityFact {
  return fact.identifiers.length > 0
}

/** When each touched person was last seen, including what people who are no more bring along. */
async function lastSeenOf(trx: Trx, changes: IdentityChanges): Promise<Map<string, number>> {
  const lastSeen = new Map<string, number>()
  const note = (person: string | undefined, at: number) => {
    if (person) lastSeen.set(person, Math.max(lastSeen.get(person) ?? 0, at))
  }
  for (const { id, lastSeen: at } of changes.seen) note(changes.personOf.get(id), at)
  const removed = await removePeople(
    trx,
    changes.gone.map(({ from }) => from),
  )
  for (const { from, to } of changes.gone) note(to, removed.get(from) ?? 0)
  return lastSeen
}

function traitWrites(facts: Fact[]): Map<string, TraitWrite[]> {
  const writes = new Map<string, TraitWrite[]>()
  for (const { identifiers, at, sourceId, messageId, traits } of facts) {
    const id = identifiers[0]?.id
    if (!traits || !id) continue
    const write = { at, sourceId, messageId, traits }
    if (writes.get(id)?.push(write) === undefined) writes.set(id, [write])
  }
  return writes
}

function companyFacts(facts: Fact[]): CompanyFact[] {
  const companies = new Map<string, CompanyFact>()
  for (const { company, at, sourceId, messageId } of facts) {
    if (!company) continue
    const known = companies.get(company.id) ?? {
      id: company.id,
      groupId: company.groupId,
      firstSeen: at,
      lastSeen: at,
      writes: [],
    }
    known.firstSeen = Math.min(known.firstSeen, at)
    known.lastSeen = Math.max(known.lastSeen, at)
    if (company.traits) known.writes.push({ at, sourceId, messageId, traits: company.traits })
    companies.set(company.id, known)
  }
  return [...companies.values()]
}

function memberFacts(facts: Fact[]): MemberFact[] {
  const members = new Map<string, MemberFact>()
  for (const { company, identifiers, at } of facts) {
    const owner = identifiers[0]
    if (!company || !owner) continue
    const key = `${owner.id} ${company.id}`
    const known = members.get(key) ?? {
      identifierId: owner.id,
      companyId: company.id,
      firstSeen: at,
      lastSeen: at,
    }
    known.firstSeen = Math.min(known.firstSeen, at)
    known.lastSeen = Math.max(known.lastSeen, at)
    members.set(key, known)
  }
  return [...members.values()]
}
