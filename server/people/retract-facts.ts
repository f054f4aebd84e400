import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { advanceIdentityVersion } from './identity/known-identities.ts'
import { decisionsOf, loadGroup } from './identity/load-group.ts'
import { resolveGroup } from './identity/resolve-group.ts'
import { storeResolution } from './identity/resolve-identities.ts'
import type { IdentityRules } from './identity/rules.ts'
import { lockIdentity } from './identity/identity-lock.ts'
import { loadRules } from './rules/rule-versions.ts'
import { restoreTraits, type TraitMap } from './traits/trait-map.ts'
import { refreshPeople } from './traits/refresh-people.ts'
import { removePeople } from './traits/remove-people.ts'
import type { FactUndo } from './undoable-facts.ts'

export type Retracted = {
  /** Everybody it touched, present and former ids. */
  people: string[]
  /** Identifiers that belong to another person now. */
  moved: string[]
  /** Why something was left as it is, in words, by message id. */
  kept: Map<string, string[]>
}

type Options = {
  /** Identifiers that something else refers to by now: they stay. */
  inUse: ReadonlySet<string>
  /** Links ("a b") that events of others have confirmed by now: they stay. */
  confirmed?: ReadonlySet<string>
}

/**
 * Takes back what facts said about people, as if they had never been recorded: traits get the values they had, links and
 * identifiers that nobody else spoke of go, and the people touched are worked out anew. What was changed or used since stays.
 */
export async function retractFacts(
  trx: Trx,
  facts: FactUndo[],
  { inUse, confirmed = new Set() }: Options,
): Promise<Retracted> {
  await lockIdentity(trx)
  await advanceIdentityVersion(trx)
  const ids = [...new Set(facts.flatMap(({ identifiers }) => identifiers.map(({ id }) => id)))]
  const before = await loadRows(trx, ids)
  const kept = await takeBackTraits(trx, facts, before)
  await takeBackLinks(trx, facts, confirmed)
  await takeBackMembers(trx, facts)
  const gone = await removeIdentifiers(trx, facts, inUse)
  noteUsed(facts, gone, kept)
  const { people, moved } = await regroup(trx, { before, gone, rules: await loadRules(trx) })
  return { people, moved, kept }
}

type Row = { id: string; person_id: string; traits: TraitMap }

async function loadRows(trx: Trx, ids: string[]): Promise<Map<string, Row>> {
  const { rows } = await sql<Row>`
    select id, person_id, traits from identifiers where id = any(${ids}::uuid[]) for update`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

async function takeBackTraits(
  trx: Trx,
  facts: FactUndo[],
  rows: Map<string, Row>,
): Promise<Map<string, string[]>> {
  const kept = new Map<string, string[]>()
  const changed = new Map<string, TraitMap>()
  for (const { identifiers, messageId, traits } of facts) {
    const row = rows.get(identifiers[0]?.id ?? '')
    if (!row) continue
    const result = restoreTraits(changed.get(row.id) ?? row.traits, traits, messageId)
    changed.set(row.id, result.traits)
    if (result.kept.length > 0)
      kept.set(
        messageId,
        result.kept.map((key) => `${key} was changed since`),
      )
  }
  const input = JSON.stringify([...changed].map(([id, traits]) => ({ id, traits })))
  await sql`
    update identifiers i set traits = n.traits
    from jsonb_to_recordset(${input}::jsonb) as n (id uuid, traits jsonb) where i.id = n.id`.execute(trx)
  return kept
}

/** Links that only these facts have spoken of. Evidence that is older has put its own message in the place of theirs. */
async function takeBackLinks(trx: Trx, facts: FactUndo[], confirmed: ReadonlySet<string>): Promise<void> {
  const links = facts.flatMap(({ messageId, identifiers: [owner, ...others] }) =>
    others
      .filter(({ id, linked }) => linked && !confirmed.has(`${owner?.id} ${id}`))
      .map(({ id }) => ({ a: owner?.id, b: id, message_id: messageId })),
  )
  if (links.length === 0) return
  await sql`
    delete from identity_links l
    using jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as n (a uuid, b uuid, message_id text)
    where l.a = n.a and l.b = n.b and l.message_id = n.message_id`.execute(trx)
}

async function takeBackMembers(trx: Trx, facts: FactUndo[]): Promise<void> {
  const members = facts.flatMap(({ identifiers: [owner], company, at }) =>
    owner && company?.member ? [{ identifier_id: owner.id, company_id: company.id, at: new Date(at) }] : [],
  )
  await sql`
    delete from company_members m
    using jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
      as n (identifier_id uuid, company_id uuid, at timestamptz)
    where m.identifier_id = n.identifier_id and m.company_id = n.company_id and m.last_seen <= n.at`.execute(
    trx,
  )
}

/** Removes those that only these facts spoke of; gives which. */
async function removeIdentifiers(
  trx: Trx,
  facts: FactUndo[],
  inUse: ReadonlySet<string>,
): Promise<Set<string>> {
  const fresh = facts.flatMap(({ identifiers }) =>
    identifiers.filter(({ fresh }) => fresh).map(({ id }) => id),
  )
  const unused = [...new Set(fresh)].filter((id) => !inUse.has(id))
  const { rows } = await sql<{ id: string }>`
    delete from identifiers i
    where i.id = any(${unused}::uuid[]) and i.traits = '{}'
      and not exists (select from identity_links l where l.a = i.id)
      and not exists (select from identity_links l where l.b = i.id)
      and not exists (select from company_members m where m.identifier_id = i.id and m.by_email is not true)
      and not exists (select from identity_decision_members d where d.identifier_id = i.id)
    returning i.id`.execute(trx)
  const gone = rows.map(({ id }) => id)
  await sql`delete from company_members where identifier_id = any(${gone}::uuid[])`.execute(trx)
  return new Set(gone)
}

function noteUsed(facts: FactUndo[], gone: Set<string>, kept: Map<string, string[]>): void {
  for (const { messageId, identifiers } of facts) {
    const stays = identifiers.some(({ id, fresh }) => fresh && !gone.has(id))
    if (stays) kept.set(messageId, [...(kept.get(messageId) ?? []), 'it is used by something newer'])
  }
}

type Touched = { before: Map<string, Row>; gone: Set<string>; rules: IdentityRules }

/** Works out anew who is who among the identifiers that remain, and writes the rows of all people touched. */
export async function regroup(
  trx: Trx,
  { before, gone, rules }: Touched,
): Promise<{ people: string[]; moved: string[] }> {
  const left = [...before.keys()].filter((id) => !gone.has(id))
  // With evidence gone, what joined nobody may join people again.
  const group = await loadGroup(trx, left, rules)
  const resolution = resolveGroup(group.nodes, group.links, rules, decisionsOf(group))
  await storeResolution(trx, group, { resolution, fresh: new Set() })
  const moved = group.nodes.filter(({ id, personId }) => resolution.personOf.get(id) !== personId)
  const people = new Set([
    ...[...before.values()].map(({ person_id }) => person_id),
    ...left.flatMap((id) => resolution.personOf.get(id) ?? []),
    ...moved.flatMap(({ id, personId }) => [personId, resolution.personOf.get(id)!]),
  ])
  const present = await presentAmong(trx, [...people])
  await refreshPeople(trx, { known: present, fresh: [], lastSeen: new Map(), divided: new Set(), version: 1 })
  await removePeople(
    trx,
    [...people].filter((id) => !present.has(id)),
  )
  return { people: [...people], moved: moved.map(({ id }) => id) }
}

async function presentAmong(trx: Trx, people: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from identifiers where person_id = any(${people}::uuid[])`.execute(trx)
  return new Set(rows.map(({ person_id }) => person_id))
}
