import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'
import { linkKey } from './evidence.ts'
import { compare } from './identifiers.ts'
import { judgeState, nobodyBehind, type NodeState, type Verdict } from './judge-state.ts'
import type { Decisions, Different, GroupLink, GroupNode, Refusal } from './resolve-group.ts'
import type { IdentityRules } from './rules.ts'
import { usersBehind } from './users-behind.ts'

/** `storedState` is the one on record, `state` what it is to begin with: the same, unless states are judged anew. */
export type StoredNode = GroupNode & { personId: string; value: string; storedState: NodeState }
export type StoredLink = GroupLink & { refusal: Refusal }
/** What somebody decided about identifiers of the group. */
export type StoredDecision = Different & { kind: 'same' | 'different' }
export type StoredGroup = { nodes: StoredNode[]; links: StoredLink[]; decisions: StoredDecision[] }

/**
 * All identifiers connected with these by evidence or by what somebody decided, and the links among them. Does not walk on through shared devices
 * and quarantined identifiers: they bind nobody, and would join half the world into one group. With `judgeBy`, which
 * ones those are is judged anew; then the walk goes also through those that were open before, so that everybody whom they
 * bound is in the group.
 */
export async function loadGroup(
  db: Queryable,
  start: readonly string[],
  judgeBy: IdentityRules | null = null,
): Promise<StoredGroup> {
  const nodes = new Map<string, StoredNode>()
  const links = new Map<string, StoredLink>()
  const decisions = new Map<string, StoredDecision>()
  let frontier = [...new Set(start)]
  while (frontier.length > 0) {
    const found = await loadNodes(db, frontier)
    if (judgeBy) await judgeAnew(db, found, judgeBy)
    for (const node of found) nodes.set(node.id, node)
    const open = found.filter(isOpen).map(({ id }) => id)
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

/** A group's decisions, sorted by their ids: as good as any order, while that of the walk depends on where it began. */
export function decisionsOf({ decisions }: StoredGroup): Decisions {
  const sorted = decisions.toSorted((x, y) => compare(x.id, y.id))
  const same = sorted.filter(({ kind }) => kind === 'same')
  return {
    same: same.flatMap(({ a, b }) => (a[0] && b[0] ? [{ a: a[0], b: b[0] }] : [])),
    different: sorted.filter(({ kind }) => kind === 'different'),
  }
}

function isOpen({ state, storedState }: StoredNode): boolean {
  return state === 'normal' || storedState === 'normal'
}

/** Sets the states of those that join nobody, or would not by these rules; of all others the links in the group tell. */
async function judgeAnew(db: Queryable, nodes: StoredNode[], rules: IdentityRules): Promise<void> {
  const closed = nodes.filter(({ storedState }) => storedState !== 'normal')
  const behind = await usersBehind(
    db,
    closed.map(({ id }) => id),
  )
  for (const node of closed) node.state = judgeState(node, behind.get(node.id) ?? nobodyBehind, rules)
  for (const node of nodes) if (rules.isBlocked(node.type, node.value)) node.state = 'blocked'
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
    verdict: Verdict | null
  }>`
    select i.id, i.type, i.value, i.person_id, i.first_seen, i.state, r.verdict
    from identifiers i left join identity_reviews r on r.identifier_id = i.id
    where i.id = any(${ids}::uuid[])`.execute(db)
  return rows.map(({ person_id, first_seen, ...row }) => ({
    ...row,
    storedState: row.state,
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
