import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { companiesIn, membersIn, traitWritesIn } from './collect-facts.ts'
import { storeCompanies } from './companies/store-companies.ts'
import { storeMembers } from './companies/store-members.ts'
import type { IdentityFact } from './identity/evidence.ts'
import type { KnownIdentifier } from './identity/identifiers.ts'
import { lockIdentity } from './identity/identity-lock.ts'
import type { KnownIdentities, Learned } from './identity/known-identities.ts'
import { resolveIdentities, type IdentityChanges } from './identity/resolve-identities.ts'
import type { IdentityRules } from './identity/rules.ts'
import { refreshPeople, type PersonSnapshot } from './traits/refresh-people.ts'
import { nothingToReconsider, settleReconsidered, type Reconsideration } from './decisions/reconsider.ts'
import { removePeople } from './traits/remove-people.ts'
import { applyAll, storeTraits } from './traits/store-traits.ts'
import { touchPeople } from './traits/touch-people.ts'

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
  /** People who are no more, with nobody in their place. */
  removed: string[]
  /** Everybody the batch touched. */
  people: string[]
  /** The rows of those whose traits or identifiers changed. */
  snapshots: PersonSnapshot[]
  /** Whose profile says something else now: traits, identifiers, companies. */
  profiles: string[]
  /** Of whom only that they were seen again is new, and when (ms). */
  seen: [person: string, at: number][]
  /** Known companies that have another name now. */
  renamed: string[]
}

/** By which rules, and what is remembered of earlier batches. `version` grows with every batch. */
export type RecordOptions = {
  rules: IdentityRules
  known: KnownIdentities
  version: number
  /** What is to be resolved anew although no event says anything about it. */
  reconsider?: Reconsideration | undefined
}

/**
 * Takes in what a batch of events says about people and companies, in one transaction of the caller. Batches of several
 * workers wait for each other here: who is who is decided by one at a time. Once the transaction is committed, `known`
 * is to keep what was learned. Throws `RulesChanged` when other rules have come to hold than those given.
 */
export async function recordFacts(
  trx: Trx,
  facts: Fact[],
  { rules, known, version, reconsider = nothingToReconsider }: RecordOptions,
): Promise<PeopleChanges & { learned: Learned }> {
  await lockIdentity(trx)
  const learned = await known.begin(trx)
  if (learned.rulesVersion !== rules.version) throw new RulesChanged()
  const memory = { known, learned }
  const writes = traitWritesIn(facts)
  const identities = await resolveIdentities(trx, {
    facts: facts.filter(namesSomebody),
    traitsOf: (id) => applyAll({}, writes.get(id) ?? []) ?? {},
    reconsider: [...reconsider.identifiers.keys()],
    rules,
    memory,
  })
  for (const { id } of identities.fresh) writes.delete(id)
  const changedTraits = await storeTraits(trx, writes)
  const renamed = await storeCompanies(trx, companiesIn(facts), memory)
  const members = await storeMembers(trx, membersIn(facts), memory)

  const lastSeen = await lastSeenOf(trx, identities, reconsider)
  const left = new Set(identities.moved.map(({ from }) => from))
  await settleReconsidered(trx, reconsider, left.size)
  const changed = new Set([
    ...identities.regrouped,
    ...[...changedTraits].map((id) => identities.personOf.get(id)!),
  ])
  const snapshots = await refreshPeople(trx, {
    known: changed,
    fresh: newRows(identities),
    lastSeen,
    divided: reconsider.identifiers.size > 0 ? left : new Set(),
    version,
  })
  const rewritten = new Set(snapshots.map(({ person_id }) => person_id))
  const seen = await touchPeople(trx, new Map([...lastSeen].filter(([id]) => !rewritten.has(id))), memory)
  const { personOf, moved, gone } = identities
  const people = [...new Set([...lastSeen.keys(), ...changed])]
  const profiles = [...new Set([...rewritten, ...members.map((id) => personOf.get(id)!)])]
  return { personOf, moved, gone, removed: [], people, snapshots, profiles, seen, renamed, learned }
}

/** Other rules hold than those by which a batch was read; it has to be read again. */
export class RulesChanged extends Error {
  constructor() {
    super('The rules of who is who have changed while a batch was read.')
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

function newRows({ fresh, newPeople }: IdentityChanges) {
  return fresh
    .filter(({ personId }) => newPeople.has(personId))
    .map(({ personId, type, value, firstSeen, traits }) => ({
      person_id: personId,
      type,
      value,
      first_seen: new Date(firstSeen),
      traits,
    }))
}

/** When each touched person was last seen, including what people who are no more bring along. */
async function lastSeenOf(
  trx: Trx,
  changes: IdentityChanges,
  { identifiers }: Reconsideration,
): Promise<Map<string, number>> {
  const lastSeen = new Map<string, number>()
  const note = (person: string | undefined, at: number) => {
    if (person) lastSeen.set(person, Math.max(lastSeen.get(person) ?? 0, at))
  }
  for (const { id, lastSeen: at } of changes.seen) note(changes.personOf.get(id), at)
  for (const [id, at] of identifiers) note(changes.personOf.get(id), at)
  const removed = await removePeople(
    trx,
    changes.gone.map(({ from }) => from),
  )
  for (const { from, to } of changes.gone) note(to, removed.get(from) ?? 0)
  return lastSeen
}
