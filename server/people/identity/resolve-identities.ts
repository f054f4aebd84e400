import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import type { TraitMap } from '../traits/trait-map.ts'
import {
  collectEvidence,
  linkKey,
  type IdentityFact,
  type SeenIdentifier,
  type SeenLink,
} from './evidence.ts'
import { advanceIdentityVersion, type Learned, type Memory } from './known-identities.ts'
import { decisionsOf, loadGroup, type StoredGroup, type StoredLink } from './load-group.ts'
import {
  addIdentifiers,
  ageIdentifiers,
  findKnown,
  recordLinks,
  type FreshIdentifier,
} from './record-evidence.ts'
import { resolveGroup, type Resolution } from './resolve-group.ts'
import type { IdentityRules } from './rules.ts'

/** What a batch of facts did to who is who. */
export type IdentityChanges = {
  /** The person of every identifier that the batch names. */
  personOf: Map<string, string>
  /** When each identifier was named, for first and last seen. */
  seen: SeenIdentifier[]
  /** Identifiers met for the first time. */
  fresh: FreshIdentifier[]
  /** People who consist of fresh identifiers only: all about them is in `fresh`. */
  newPeople: Set<string>
  /** Identifiers known before that are of another person now. */
  moved: { identifierId: string; from: string; to: string }[]
  /** People known before who gained or lost identifiers, or turned out to be known for longer. */
  regrouped: Set<string>
  /** People who are no more, with the person who took over their id's identifier. */
  gone: { from: string; to: string }[]
}

export type IdentityInput = {
  facts: IdentityFact[]
  /** Identifiers to be resolved anew, because of what somebody decided or because rules changed. */
  reconsider: readonly string[]
  /** What the batch says about identifiers; those of fresh ones are stored with them. */
  traitsOf(id: string): TraitMap
  rules: IdentityRules
  memory: Memory
}

/**
 * Remembers what the facts say and brings people up to date, touching only the groups that the facts touch.
 * Gives the same people, whatever the order and however the facts are cut into batches.
 */
export async function resolveIdentities(trx: Trx, input: IdentityInput): Promise<IdentityChanges> {
  const { identifiers: seen, links } = collectEvidence(input.facts)
  const { learned } = input.memory
  const known = await knownAmong(trx, seen, input.memory)
  const aged = seen.filter(({ id, firstSeen }) => firstSeen < (known.get(id)?.firstSeen ?? -Infinity))
  const newLinks = links.filter((link) => !input.memory.known.hasEvidence(linkKey(link), evidenceOf(link)))
  for (const link of newLinks) learned.links.set(linkKey(link), evidenceOf(link))
  await ageIdentifiers(trx, aged)
  const changedLinks = await recordLinks(trx, newLinks)
  const fresh = seen.filter(({ id }) => !known.has(id))
  if (fresh.length + aged.length + changedLinks.length + input.reconsider.length > 0)
    learned.version = await advanceIdentityVersion(trx)

  const start = [...changedLinks.flatMap(({ a, b }) => [a, b]), ...aged.map(({ id }) => id)].filter((id) =>
    known.has(id),
  )
  // What somebody decided, and other rules, may open what was closed: then states are judged anew.
  const judgeBy = input.reconsider.length > 0 ? input.rules : null
  const stored = await loadGroup(trx, [...start, ...input.reconsider], judgeBy)
  const group = withFresh(stored, fresh, changedLinks)
  const resolution = resolveGroup(group.nodes, group.links, input.rules, decisionsOf(group))
  const added = fresh.map((one): FreshIdentifier => ({
    ...one,
    personId: resolution.personOf.get(one.id)!,
    state: resolution.stateOf.get(one.id)!,
    traits: input.traitsOf(one.id),
  }))
  await addIdentifiers(trx, added)
  await storeResolution(trx, group, { resolution, fresh: new Set(fresh.map(({ id }) => id)) })
  noteLearned(learned, { seen, known, group, resolution })
  return describe({
    reconsidered: input.reconsider,
    seen,
    known,
    aged,
    added,
    group,
    resolution,
  })
}

type KnownMap = Map<string, { personId: string; firstSeen: number }>

/** Those of the identifiers that were met before, remembered or found in the database. */
async function knownAmong(trx: Trx, seen: SeenIdentifier[], { known, learned }: Memory): Promise<KnownMap> {
  const found: KnownMap = new Map()
  const asked: string[] = []
  for (const { id } of seen) {
    const identity = known.identity(id)
    if (identity) found.set(id, identity)
    else asked.push(id)
  }
  for (const { id, person_id, first_seen } of await findKnown(trx, asked)) {
    const identity = { personId: person_id, firstSeen: first_seen.getTime() }
    found.set(id, identity)
    learned.identities.set(id, identity)
  }
  return found
}

function evidenceOf({ firstSeen, messageId }: SeenLink): { at: number; messageId: string } {
  return { at: firstSeen, messageId }
}

function noteLearned(
  learned: Learned,
  { seen, known, group, resolution }: Pick<Outcome, 'seen' | 'known' | 'group' | 'resolution'>,
): void {
  const firstSeen = new Map(
    seen.map((one) => [one.id, Math.min(one.firstSeen, known.get(one.id)?.firstSeen ?? Infinity)]),
  )
  for (const node of group.nodes) {
    learned.identities.set(node.id, {
      personId: resolution.personOf.get(node.id)!,
      firstSeen: firstSeen.get(node.id) ?? node.firstSeen,
    })
  }
}

/** The stored group, and what this batch adds to it. */
function withFresh(stored: StoredGroup, fresh: SeenIdentifier[], changed: SeenLink[]): StoredGroup {
  const links = new Map<string, StoredLink>(stored.links.map((link) => [linkKey(link), link]))
  for (const { a, b, firstSeen } of changed) {
    if (!links.has(linkKey({ a, b }))) links.set(linkKey({ a, b }), { a, b, firstSeen, refusal: null })
  }
  const nodes = fresh.map(({ id, type, value, firstSeen }) => ({
    id,
    type,
    value,
    firstSeen,
    state: 'normal' as const,
    storedState: 'normal' as const,
    personId: id,
  }))
  return { nodes: [...stored.nodes, ...nodes], links: [...links.values()], decisions: stored.decisions }
}

/** Writes down where the resolution differs from what is stored. */
export async function storeResolution(
  trx: Trx,
  group: StoredGroup,
  { resolution, fresh }: { resolution: Resolution; fresh: Set<string> },
): Promise<void> {
  const nodes = group.nodes
    .filter((node) => !fresh.has(node.id))
    .map((node) => ({
      id: node.id,
      person_id: resolution.personOf.get(node.id)!,
      state: resolution.stateOf.get(node.id)!,
      node,
    }))
    .filter(({ person_id, state, node }) => person_id !== node.personId || state !== node.storedState)
    .map(({ id, person_id, state }) => ({ id, person_id, state }))
  if (nodes.length > 0) {
    await sql`
      update identifiers i set person_id = n.person_id, state = n.state
      from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) as n (id uuid, person_id uuid, state text)
      where i.id = n.id`.execute(trx)
  }
  const links = group.links
    .map(({ a, b, refusal }, index) => ({
      a,
      b,
      before: refusal,
      refusal: resolution.refusals[index] ?? null,
    }))
    .filter(({ before, refusal }) => before !== refusal)
  if (links.length === 0) return
  await sql`
    update identity_links l set refusal = n.refusal
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as n (a uuid, b uuid, refusal text)
    where l.a = n.a and l.b = n.b`.execute(trx)
}

type Outcome = {
  reconsidered: readonly string[]
  seen: SeenIdentifier[]
  known: KnownMap
  aged: SeenIdentifier[]
  added: FreshIdentifier[]
  group: StoredGroup
  resolution: Resolution
}

function describe({ reconsidered, seen, known, aged, added, group, resolution }: Outcome): IdentityChanges {
  const personOf = new Map(seen.map(({ id }) => [id, resolution.personOf.get(id) ?? known.get(id)!.personId]))
  for (const id of reconsidered) {
    const person = resolution.personOf.get(id)
    if (person) personOf.set(id, person)
  }
  const freshIds = new Set(added.map(({ id }) => id))
  const settled = group.nodes.filter(({ id }) => !freshIds.has(id))
  const newPeople = new Set(added.map(({ personId }) => personId))
  for (const { id } of settled) newPeople.delete(resolution.personOf.get(id)!)

  const present = new Set(resolution.personOf.values())
  const moved = settled.flatMap(({ id, personId }) => {
    const to = resolution.personOf.get(id)!
    return personId === to ? [] : [{ identifierId: id, from: personId, to }]
  })
  const vanished = new Set(moved.map(({ from }) => from).filter((person) => !present.has(person)))
  const regrouped = new Set([
    ...added.map(({ personId }) => personId),
    ...moved.flatMap(({ from, to }) => [from, to]),
    // First seen is on the person's row.
    ...aged.map(({ id }) => personOf.get(id)!),
  ])
  for (const person of [...vanished, ...newPeople]) regrouped.delete(person)
  const gone = [...vanished].map((from) => ({ from, to: resolution.personOf.get(from)! }))
  return { personOf, seen, fresh: added, newPeople, moved, regrouped, gone }
}
