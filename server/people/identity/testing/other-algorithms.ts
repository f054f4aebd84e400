import { compare } from '../identifiers.ts'

/** The identifiers that one event names, as `type:value`. */
export type Named = string[]

const LIMITS: Record<string, number> = { user_id: 1 }
const OTHER_LIMIT = 5
const MAX_MERGES = 100

/**
 * Segment's identity resolution as its documentation describes it: user id first, e-mail second, all others by the
 * alphabet; one user id and five of each other type a profile; what would break a limit is taken out of the event, weakest first.
 */
export function documentedAlgorithm(events: Named[]): Set<string>[] {
  const profileOf = new Map<string, Set<string>>()
  const merges = new Map<Set<string>, number>()
  for (const names of events) {
    for (let ids = names.toSorted(byDocumentedPriority); ids.length > 0; ids = ids.slice(0, -1)) {
      const owners = [...new Set(ids.flatMap((id) => profileOf.get(id) ?? []))]
      const together = new Set([...owners.flatMap((owner) => [...owner]), ...ids])
      const count = owners.reduce(
        (sum, owner) => sum + (merges.get(owner) ?? 0),
        Math.max(0, owners.length - 1),
      )
      if (breaksLimit(together) || count > MAX_MERGES) continue
      for (const id of together) profileOf.set(id, together)
      merges.set(together, count)
      break
    }
  }
  return [...new Set(profileOf.values())]
}

/** Whoever was ever named together is one: what a graph without rules gives. */
export function connectedComponents(events: Named[]): Map<string, string> {
  const parent = new Map<string, string>()
  const root = (id: string): string => {
    let at = id
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  for (const [first = '', ...others] of events) {
    if (!parent.has(first)) parent.set(first, first)
    for (const other of others) parent.set(root(other), root(first))
  }
  return new Map([...parent.keys()].map((id) => [id, root(id)]))
}

function byDocumentedPriority(a: string, b: string): number {
  const rank = (name: string) => ['user_id', 'email'].indexOf(typeOf(name)) + 1 || 3
  return rank(a) - rank(b) || compare(a, b)
}

function breaksLimit(ids: Set<string>): boolean {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(typeOf(id), (counts.get(typeOf(id)) ?? 0) + 1)
  return [...counts].some(([type, count]) => count > (LIMITS[type] ?? OTHER_LIMIT))
}

function typeOf(name: string): string {
  return name.split(':')[0] ?? ''
}
