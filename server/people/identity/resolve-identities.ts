import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { collectEvidence, type IdentityFact, type SeenIdentifier } from './evidence.ts'
import { loadGroup, type StoredGroup } from './load-group.ts'
import { recordIdentifiers, recordLinks } from './record-evidence.ts'
import { resolveGroup, type Resolution } from './resolve-group.ts'
import type { IdentityRules } from './rules.ts'

/** What a batch of facts did to who is who. */
export type IdentityChanges = {
  /** The person of every identifier that the batch names. */
  personOf: Map<string, string>
  /** When each identifier was named, for first and last seen. */
  seen: SeenIdentifier[]
  /** Identifiers known before that are of another person now. */
  moved: { identifierId: string; from: string; to: string }[]
  /** People who are new, or gained or lost identifiers. */
  regrouped: Set<string>
  /** People who are no more, with the person who took over their id's identifier. */
  gone: { from: string; to: string }[]
}

/**
 * Remembers what the facts say and brings people up to date, touching only the groups that the facts touch.
 * Gives the same people, whatever the order and however the facts are cut into batches.
 */
export async function resolveIdentities(trx: Trx, facts: IdentityFact[], rules: IdentityRules): Promise<IdentityChanges> {
  const { identifiers, links } = collectEvidence(facts)
  const stored = await recordIdentifiers(trx, identifiers)
  const changedLinks = await recordLinks(trx, links)

  const changes: IdentityChanges = {
    personOf: new Map(stored.map(({ id, person_id }) => [id, person_id])),
    seen: identifiers,
    moved: [],
    regrouped: new Set(stored.filter(({ is_new }) => is_new).map(({ id }) => id)),
    gone: [],
  }
  const aged = stored.filter((one) => one.aged).map(({ id }) => id)
  const start = [...changedLinks.flatMap(({ a, b }) => [a, b]), ...aged]
  if (start.length === 0) return changes

  const isNew = new Set(stored.filter(({ is_new }) => is_new).map(({ id }) => id))
  const group = await loadGroup(trx, start)
  const resolution = resolveGroup(group.nodes, group.links, rules)
  await storeResolution(trx, group, resolution)
  noteChanges(changes, group, resolution, isNew)
  // Who turned out to be known for longer is written anew: first seen is on the person's row.
  for (const id of aged) changes.regrouped.add(changes.personOf.get(id)!)
  return changes
}

/** Writes down where the resolution differs from what is stored. */
async function storeResolution(trx: Trx, group: StoredGroup, resolution: Resolution): Promise<void> {
  const nodes = group.nodes
    .map((node) => ({ id: node.id, person_id: resolution.personOf.get(node.id)!, state: resolution.stateOf.get(node.id)!, node }))
    .filter(({ person_id, state, node }) => person_id !== node.personId || state !== node.state)
    .map(({ id, person_id, state }) => ({ id, person_id, state }))
  if (nodes.length > 0) {
    await sql`
      update identifiers i set person_id = n.person_id, state = n.state
      from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) as n (id uuid, person_id uuid, state text)
      where i.id = n.id`.execute(trx)
  }
  const links = group.links
    .map(({ a, b, refusal }, index) => ({ a, b, before: refusal, refusal: resolution.refusals[index] ?? null }))
    .filter(({ before, refusal }) => before !== refusal)
  if (links.length === 0) return
  await sql`
    update identity_links l set refusal = n.refusal
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as n (a uuid, b uuid, refusal text)
    where l.a = n.a and l.b = n.b`.execute(trx)
}

function noteChanges(changes: IdentityChanges, group: StoredGroup, resolution: Resolution, isNew: Set<string>): void {
  const after = new Set(resolution.personOf.values())
  const vanished = new Set<string>()
  for (const node of group.nodes) {
    const to = resolution.personOf.get(node.id)!
    if (changes.personOf.has(node.id)) changes.personOf.set(node.id, to)
    if (node.personId === to) continue
    changes.regrouped.add(to)
    if (after.has(node.personId)) changes.regrouped.add(node.personId)
    else vanished.add(node.personId)
    if (!isNew.has(node.id)) changes.moved.push({ identifierId: node.id, from: node.personId, to })
  }
  for (const from of vanished) {
    changes.regrouped.delete(from)
    changes.gone.push({ from, to: resolution.personOf.get(from) ?? from })
  }
}
