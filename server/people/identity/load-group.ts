import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'
import { linkKey } from './evidence.ts'
import type { Different, GroupLink, GroupNode, NodeState, Refusal } from './resolve-group.ts'

export type StoredNode = GroupNode & { personId: string; value: string }
export type StoredLink = GroupLink & { refusal: Refusal }
/** What somebody decided about identifiers of the group. */
export type StoredDecision = Different & { kind: 'same' | 'different' }
export type StoredGroup = { nodes: StoredNode[]; links: StoredLink[]; decisions: StoredDecision[] }

/**
 * All identifiers connected with these by evidence or by what somebody decided, and the links among them. Does not walk on through shared devices
 * and quarantined identifiers: they bind nobody, and would join half the world into one group.
 */
export async function loadGroup(db: Queryable, start: readonly string[]): Promise<StoredGroup> {
  const nodes = new Map<string, StoredNode>()
  const links = new Map<string, StoredLink>()
  const decisions = new Map<string, StoredDecision>()
  let frontier = [...new Set(start)]
  while (frontier.length > 0) {
    const found = await loadNodes(db, frontier)
    for (const node of found) nodes.set(node.id, node)
    const open = found.filter(({ state }) => state === 'normal').map(({ id }) => id)
    const next = new Set<string>()
    for (const link of await loadLinks(db, open)) {
      links.set(linkKey(link), link)
      for (const id of [link.a, link.b]) if (!nodes.has(id)) next.add(id)
    }
    for (const decision of await loadDecisions(db, frontier)) {
      decisions.set(decision.id, decision)
      if (decision.kind === 'same')
        for (const id of [...decision.a, ...decision.b]) if (!nodes.has(id)) next.add(id)
    }
    frontier = [...next]
  }
  return { nodes: [...nodes.values()], links: [...links.values()], decisions: [...decisions.values()] }
}

/** Decisions in force about any of these identifiers, oldest first. */
async function loadDecisions(db: Queryable, ids: string[]): Promise<StoredDecision[]> {
  const { rows } = await sql<StoredDecision>`
    select id, kind, side_a as a, side_b as b from identity_decisions
    where id in (select decision_id from identity_decision_members where identifier_id = any(${ids}::uuid[]))
    order by decided_at, id`.execute(db)
  return rows
}

async function loadNodes(db: Queryable, ids: string[]): Promise<StoredNode[]> {
  const { rows } = await sql<{
    id: string
    type: string
    value: string
    person_id: string
    first_seen: Date
    state: NodeState
  }>`
    select id, type, value, person_id, first_seen, state from identifiers where id = any(${ids}::uuid[])`.execute(
    db,
  )
  return rows.map(({ person_id, first_seen, ...row }) => ({
    ...row,
    personId: person_id,
    firstSeen: first_seen.getTime(),
  }))
}

async function loadLinks(db: Queryable, ids: string[]): Promise<StoredLink[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ a: string; b: string; first_seen: Date; refusal: Refusal }>`
    select a, b, first_seen, refusal from identity_links where a = any(${ids}::uuid[])
    union
    select a, b, first_seen, refusal from identity_links where b = any(${ids}::uuid[])`.execute(db)
  return rows.map(({ first_seen, ...row }) => ({ ...row, firstSeen: first_seen.getTime() }))
}
