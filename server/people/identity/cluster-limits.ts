import type { IdentityRules } from './rules.ts'

type Node = { id: string; type: string; firstSeen: number }
type Held = { count: number; times: number[] }

/**
 * How many values of each type every cluster has, and since when: those that came up within a limit's window of each
 * other count together. Depends on what is in a cluster and on nothing else, so the order of merges makes no difference.
 */
export class ClusterLimits {
  private readonly held = new Map<string, Map<string, Held>>()
  private readonly rules: IdentityRules

  constructor(nodes: Node[], rules: IdentityRules) {
    this.rules = rules
    for (const { id, type, firstSeen } of nodes) {
      const times = rules.ruleOf(type).withinMs === null ? [] : [firstSeen]
      this.held.set(id, new Map([[type, { count: 1, times }]]))
    }
  }

  /** The type of which one cluster made of both would have too many values; null when none. */
  broken(large: string, small: string): string | null {
    const mine = this.held.get(large)!
    for (const [type, theirs] of this.held.get(small)!) {
      const known = mine.get(type)
      const { limit, withinMs } = this.rules.ruleOf(type)
      if ((known?.count ?? 0) + theirs.count <= limit) continue
      if (withinMs === null || crowded(inOrder(known?.times ?? [], theirs.times), limit, withinMs))
        return type
    }
    return null
  }

  merge(large: string, small: string): void {
    const mine = this.held.get(large)!
    for (const [type, theirs] of this.held.get(small)!) {
      const known = mine.get(type)
      if (!known) mine.set(type, theirs)
      else
        mine.set(type, {
          count: known.count + theirs.count,
          times: inOrder(known.times, theirs.times),
        })
    }
    this.held.delete(small)
  }
}

/** True when more than `limit` of these times (sorted) lie within less than a window. */
function crowded(times: number[], limit: number, windowMs: number): boolean {
  return times.some((time, index) => (times[index + limit] ?? Infinity) - time < windowMs)
}

function inOrder(some: number[], others: number[]): number[] {
  return [...some, ...others].sort((x, y) => x - y)
}
