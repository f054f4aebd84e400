import { compare } from './identifiers.ts'
import { QUARANTINE_ABOVE_USERS, SHARED_FROM_USERS, type IdentityRules } from './rules.ts'

export type NodeState = 'normal' | 'shared' | 'quarantined'

/** An identifier as resolution sees it. */
export type GroupNode = { id: string; type: string; firstSeen: number; state: NodeState }

/** Evidence that two identifiers belong together. */
export type GroupLink = { a: string; b: string; firstSeen: number }

/** Why a link does not bind; null when it does. `limit:<type>` would give a person too many values of that type. */
export type Refusal = 'shared' | 'quarantined' | `limit:${string}` | null

export type Resolution = {
  /** For each identifier the person it belongs to: the id of the oldest identifier of its cluster. */
  personOf: Map<string, string>
  stateOf: Map<string, NodeState>
  /** In the order of `links`. */
  refusals: Refusal[]
}

/**
 * Clusters the identifiers of one or more connected groups: strongest link first (priority of the types, then first
 * seen), refusing a link that would break a rule. A pure function of its input, whatever the order of that input.
 * A node that is already shared or quarantined stays so: that evidence never goes away by adding more.
 */
export function resolveGroup(nodes: GroupNode[], links: GroupLink[], rules: IdentityRules): Resolution {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const stateOf = judgeStates(nodes, links, byId, rules)
  const clusters = new Clusters(nodes, rules)
  const refusals = new Array<Refusal>(links.length).fill(null)
  for (const index of strongestFirst(links, byId, rules)) {
    const { a, b } = links[index]!
    const states = [a, b].map((id) => stateOf.get(id) ?? 'normal')
    refusals[index] = states.find((state) => state !== 'normal') ?? clusters.join(a, b)
  }
  return { personOf: clusters.oldestMembers(), stateOf, refusals }
}

function judgeStates(
  nodes: GroupNode[],
  links: GroupLink[],
  byId: Map<string, GroupNode>,
  rules: IdentityRules,
) {
  const users = new Map<string, number>()
  for (const { a, b } of links) {
    if (byId.get(a)?.type === 'user_id') users.set(b, (users.get(b) ?? 0) + 1)
    if (byId.get(b)?.type === 'user_id') users.set(a, (users.get(a) ?? 0) + 1)
  }
  const stateOf = new Map<string, NodeState>()
  for (const node of nodes) stateOf.set(node.id, judge(node, users.get(node.id) ?? 0, rules))
  return stateOf
}

function judge(node: GroupNode, users: number, rules: IdentityRules): NodeState {
  if (node.state !== 'normal' || node.type === 'user_id') return node.state
  if (rules.ruleOf(node.type).device) return users >= SHARED_FROM_USERS ? 'shared' : 'normal'
  return users > QUARANTINE_ABOVE_USERS ? 'quarantined' : 'normal'
}

function strongestFirst(links: GroupLink[], byId: Map<string, GroupNode>, rules: IdentityRules): number[] {
  const priority = (id: string) => rules.ruleOf(byId.get(id)?.type ?? '').priority
  const keys = links.map(({ a, b, firstSeen }) => {
    const [pa, pb] = [priority(a), priority(b)]
    const [low, high] = a < b ? [a, b] : [b, a]
    return { strong: Math.min(pa, pb), weak: Math.max(pa, pb), firstSeen, low, high }
  })
  return links
    .map((_, index) => index)
    .sort((i, j) => {
      const [x, y] = [keys[i]!, keys[j]!]
      return (
        x.strong - y.strong ||
        x.weak - y.weak ||
        x.firstSeen - y.firstSeen ||
        compare(x.low, y.low) ||
        compare(x.high, y.high)
      )
    })
}

/** Union–find over identifiers that keeps, for each cluster, how many values of each type it has. */
class Clusters {
  private readonly parent = new Map<string, string>()
  private readonly members = new Map<string, GroupNode[]>()
  private readonly counts = new Map<string, Map<string, number>>()
  private readonly rules: IdentityRules

  constructor(nodes: GroupNode[], rules: IdentityRules) {
    this.rules = rules
    for (const node of nodes) {
      this.parent.set(node.id, node.id)
      this.members.set(node.id, [node])
      this.counts.set(node.id, new Map([[node.type, 1]]))
    }
  }

  join(a: string, b: string): Refusal {
    const [rootA, rootB] = [this.root(a), this.root(b)]
    if (rootA === rootB) return null
    const [large, small] =
      this.members.get(rootA)!.length >= this.members.get(rootB)!.length ? [rootA, rootB] : [rootB, rootA]
    const broken = this.brokenLimit(large, small)
    if (broken) return `limit:${broken}`
    this.parent.set(small, large)
    for (const node of this.members.get(small)!) this.members.get(large)!.push(node)
    const counts = this.counts.get(large)!
    for (const [type, count] of this.counts.get(small)!) counts.set(type, (counts.get(type) ?? 0) + count)
    this.members.delete(small)
    return null
  }

  /** For each identifier the oldest of its cluster. */
  oldestMembers(): Map<string, string> {
    const personOf = new Map<string, string>()
    for (const members of this.members.values()) {
      const oldest = members.reduce((best, node) => (this.isOlder(node, best) ? node : best))
      for (const node of members) personOf.set(node.id, oldest.id)
    }
    return personOf
  }

  private brokenLimit(large: string, small: string): string | null {
    const counts = this.counts.get(large)!
    for (const [type, count] of this.counts.get(small)!) {
      if ((counts.get(type) ?? 0) + count > this.rules.ruleOf(type).limit) return type
    }
    return null
  }

  private isOlder(node: GroupNode, than: GroupNode): boolean {
    const priority = (type: string) => this.rules.ruleOf(type).priority
    const order =
      node.firstSeen - than.firstSeen ||
      priority(node.type) - priority(than.type) ||
      compare(node.id, than.id)
    return order < 0
  }

  private root(id: string): string {
    let at = id
    for (let up = this.parent.get(at)!; up !== at; up = this.parent.get(at)!) at = up
    return at
  }
}
