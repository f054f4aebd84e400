import { ClusterLimits } from './cluster-limits.ts'
import { compare } from './identifiers.ts'
import { judgeState, nobodyBehind, type NodeState, type UsersBehind, type Verdict } from './judge-state.ts'
import type { IdentityRules } from './rules.ts'

/** An identifier as resolution sees it; `verdict` is what somebody decided about it when it was over-connected. */
export type GroupNode = {
  id: string
  type: string
  firstSeen: number
  state: NodeState
  verdict?: Verdict | null
}

/** Evidence that two identifiers belong together. */
export type GroupLink = { a: string; b: string; firstSeen: number }

/**
 * Why a link does not bind; null when it does. `limit:<type>` would give a person too many values of that type; `decided`
 * would join those of whom somebody said that they are not the same.
 */
export type Refusal = Exclude<NodeState, 'normal'> | 'decided' | `limit:${string}` | null

/** Somebody said that these are one person, in this order. */
export type Same = { a: string; b: string }
/** Somebody said that nobody of one side is somebody of the other. */
export type Different = { id: string; a: readonly string[]; b: readonly string[] }
export type Decisions = { same: Same[]; different: Different[] }

const noDecisions: Decisions = { same: [], different: [] }

export type Resolution = {
  /** For each identifier the person it belongs to: the id of the oldest identifier of its cluster. */
  personOf: Map<string, string>
  stateOf: Map<string, NodeState>
  /** In the order of `links`. */
  refusals: Refusal[]
}

/**
 * Clusters the identifiers of one or more connected groups: first what somebody decided, which no limit holds up, then
 * the strongest link first (priority of the types, then first seen), refusing a link that would break a rule or join
 * whom a decision keeps apart. A pure function of its input, whatever the order of nodes and links.
 * A node that is already shared or quarantined stays so: that evidence never goes away by adding more.
 */
export function resolveGroup(
  nodes: GroupNode[],
  links: GroupLink[],
  rules: IdentityRules,
  decisions: Decisions = noDecisions,
): Resolution {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const stateOf = judgeStates(nodes, links, byId, rules)
  const clusters = new Clusters(nodes, rules, decisions.different)
  for (const { a, b } of decisions.same) clusters.unite(a, b)
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
  const behind = new Map<string, UsersBehind>()
  const pairs = new Set<string>()
  const count = (id: string, other: string | undefined) => {
    if (other !== 'user_id' && other !== 'email') return
    const known = behind.get(id) ?? { users: 0, emails: 0 }
    known[other === 'email' ? 'emails' : 'users'] += 1
    behind.set(id, known)
  }
  for (const { a, b } of links) {
    // A link lies in both directions when what is stronger has changed in between.
    const pair = a < b ? `${a} ${b}` : `${b} ${a}`
    if (pairs.has(pair)) continue
    pairs.add(pair)
    count(b, byId.get(a)?.type)
    count(a, byId.get(b)?.type)
  }
  const stateOf = new Map<string, NodeState>()
  for (const node of nodes) {
    const isSettled = node.state !== 'normal'
    stateOf.set(
      node.id,
      isSettled ? node.state : judgeState(node, behind.get(node.id) ?? nobodyBehind, rules),
    )
  }
  return stateOf
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

/** Union–find over identifiers that keeps within limits, and apart whom decisions keep apart. */
class Clusters {
  private readonly parent = new Map<string, string>()
  private readonly members = new Map<string, GroupNode[]>()
  private readonly limits: ClusterLimits
  /** On which side of which decisions a cluster is; most are on none. */
  private readonly sides = new Map<string, Map<string, 'a' | 'b'>>()
  private readonly rules: IdentityRules

  constructor(nodes: GroupNode[], rules: IdentityRules, different: Different[]) {
    this.rules = rules
    this.limits = new ClusterLimits(nodes, rules)
    for (const node of nodes) {
      this.parent.set(node.id, node.id)
      this.members.set(node.id, [node])
    }
    for (const { id, a, b } of different) {
      for (const one of a) this.takeSide(one, id, 'a')
      for (const one of b) this.takeSide(one, id, 'b')
    }
  }

  /** Joins two clusters unless a rule or a decision forbids it. */
  join(a: string, b: string): Refusal {
    const [large, small] = this.bySize(a, b)
    if (large === small) return null
    if (this.areApart(large, small)) return 'decided'
    const broken = this.limits.broken(large, small)
    if (broken) return `limit:${broken}`
    this.merge(large, small)
    return null
  }

  /** Joins two clusters because somebody said so, whatever the limits. */
  unite(a: string, b: string): void {
    if (!this.parent.has(a) || !this.parent.has(b)) return
    const [large, small] = this.bySize(a, b)
    if (large !== small && !this.areApart(large, small)) this.merge(large, small)
  }

  private bySize(a: string, b: string): [large: string, small: string] {
    const [rootA, rootB] = [this.root(a), this.root(b)]
    const isLarger = this.members.get(rootA)!.length >= this.members.get(rootB)!.length
    return isLarger ? [rootA, rootB] : [rootB, rootA]
  }

  private takeSide(node: string, decision: string, side: 'a' | 'b'): void {
    if (!this.parent.has(node)) return
    const sides = this.sides.get(node)
    if (sides) sides.set(decision, side)
    else this.sides.set(node, new Map([[decision, side]]))
  }

  private areApart(large: string, small: string): boolean {
    const sides = this.sides.get(large)
    if (!sides) return false
    return [...(this.sides.get(small) ?? [])].some(([id, side]) => sides.has(id) && sides.get(id) !== side)
  }

  private merge(large: string, small: string): void {
    this.parent.set(small, large)
    for (const node of this.members.get(small)!) this.members.get(large)!.push(node)
    this.limits.merge(large, small)
    this.members.delete(small)
    const sides = this.sides.get(small)
    if (sides) this.sides.set(large, new Map([...(this.sides.get(large) ?? []), ...sides]))
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
