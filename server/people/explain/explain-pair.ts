import type { PairExplanation } from '../../../model/identity.ts'
import { rightsFor } from '../../../model/rights.ts'
import { requireReadable } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { loadGroup, type StoredGroup, type StoredNode } from '../identity/load-group.ts'
import type { Refusal } from '../identity/resolve-group.ts'
import { linkSentence, nameOf } from './link-sentence.ts'

type Edge = { a: string; b: string; refusal: Refusal; manual: boolean }

/**
 * Why the people of two ids are one, or why not: the shortest way that leads from one to the other, for whoever may see
 * everybody on it. Throws `not_found`, and `forbidden` when e-mail is hidden.
 */
export async function explainPair(
  db: Queryable,
  caller: Actor,
  { id, other }: { id: string; other: string },
): Promise<PairExplanation> {
  requireReadable(caller, 'people', ['email'])
  const group = await loadGroup(db, [id, other])
  const nodes = new Map(group.nodes.map((node) => [node.id, node]))
  const [mine, theirs] = [nodes.get(id)?.personId, nodes.get(other)?.personId]
  if (!mine || !theirs) throw fail('not_found', 'There is no person with this id.')
  const same = mine === theirs
  const edges = edgesOf(group).filter(({ refusal }) => !same || refusal === null)
  const path = shortestPath(edges, {
    from: same ? new Set([id]) : ownedBy(nodes, mine),
    to: same ? new Set([other]) : ownedBy(nodes, theirs),
  })
  const seesAll = rightsFor(caller.grants.rights, 'people').view === 'all'
  return {
    same,
    sentence: verdict(same, path),
    path: seesAll ? path.map((edge) => describe(edge, nodes)) : [],
  }
}

function edgesOf({ links, decisions }: StoredGroup): Edge[] {
  const decided = decisions
    .filter(({ kind }) => kind === 'same')
    .map(({ a, b }) => ({ a: a[0] ?? '', b: b[0] ?? '', refusal: null, manual: true }))
  return [...decided, ...links.map(({ a, b, refusal }) => ({ a, b, refusal, manual: false }))]
}

function ownedBy(nodes: Map<string, StoredNode>, person: string): Set<string> {
  return new Set([...nodes.values()].filter(({ personId }) => personId === person).map((node) => node.id))
}

/** Breadth first; no edges when nothing leads there, or when both are the same already. */
function shortestPath(edges: Edge[], { from, to }: { from: Set<string>; to: Set<string> }): Edge[] {
  const neighbours = new Map<string, Edge[]>()
  for (const edge of edges)
    for (const end of [edge.a, edge.b]) neighbours.set(end, [...(neighbours.get(end) ?? []), edge])
  const reachedBy = new Map<string, Edge | null>([...from].map((id) => [id, null]))
  for (const at of reachedBy.keys()) {
    if (to.has(at)) return wayTo(at, reachedBy)
    for (const edge of neighbours.get(at) ?? []) {
      const next = edge.a === at ? edge.b : edge.a
      if (!reachedBy.has(next)) reachedBy.set(next, edge)
    }
  }
  return []
}

function wayTo(end: string, reachedBy: Map<string, Edge | null>): Edge[] {
  const way: Edge[] = []
  let at = end
  for (let edge = reachedBy.get(at); edge; edge = reachedBy.get(at)) {
    way.unshift(edge)
    at = edge.a === at ? edge.b : edge.a
  }
  return way
}

function verdict(same: boolean, path: Edge[]): string {
  if (same) return 'They are one person.'
  if (path.length === 0) return 'They are two people: nothing that is known leads from one to the other.'
  return 'They are two people: what leads from one to the other was refused.'
}

function describe({ a, b, refusal, manual }: Edge, nodes: Map<string, StoredNode>) {
  const [from, to] = [nodes.get(a), nodes.get(b)]
  const sentence = manual
    ? `Somebody decided that ${nameOf(from)} and ${nameOf(to)} are one person.`
    : linkSentence(refusal, { a: from, b: to, source: 'an event', count: 1 })
  return { from: nameOf(from), to: nameOf(to), accepted: refusal === null, sentence }
}
