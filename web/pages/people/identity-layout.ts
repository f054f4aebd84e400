import type { Explanation } from '../../../model/person.ts'
import { byStrength } from '../../lib/profile.ts'

export type IdentityNode = Explanation['identifiers'][number]
export type IdentityLink = Explanation['links'][number]
export type PlacedNode = { identifier: IdentityNode; x: number; y: number }
/** `height` and `left_out`: how high the picture is in its own pixels, and how many identifiers it does not show. */
export type IdentityPicture = { nodes: PlacedNode[]; links: IdentityLink[]; height: number; left_out: number }

const ROW = 64

export type LayoutOptions = { /** Pixels from column to column. */ column: number; most: number }

/**
 * Places the identifiers in columns by how many links they are away from the strongest one of the person; those that
 * only a refused link leads to come after the ones they were refused to. Draws at most `most` identifiers,
 * the nearest first, because a picture of hundreds says nothing.
 */
export function layoutIdentity(
  { identifiers, links }: Pick<Explanation, 'identifiers' | 'links'>,
  { column, most }: LayoutOptions,
): IdentityPicture {
  const depths = findDepths(identifiers, links)
  const depthOf = (one: IdentityNode) => depths.get(one.id) ?? 0
  const shown = identifiers.toSorted((a, b) => depthOf(a) - depthOf(b)).slice(0, most)
  const ids = new Set(shown.map((one) => one.id))
  const nodes = placeColumns(shown, depthOf, links).map((node) => ({ ...node, x: node.x * column }))
  return {
    nodes,
    height: 2 * Math.max(0, ...nodes.map(({ y }) => y)) + ROW,
    links: links.filter((link) => ids.has(link.from) && ids.has(link.to)),
    left_out: identifiers.length - shown.length,
  }
}

/** How many links each identifier is away; accepted links are walked to their end before refused ones. */
function findDepths(identifiers: IdentityNode[], links: IdentityLink[]): Map<string, number> {
  const [root] = byStrength(identifiers.filter((one) => one.mine))
  const depths = new Map<string, number>(root ? [[root.id, 0]] : [])
  spread(
    depths,
    links.filter((link) => link.accepted),
  )
  spread(depths, links)
  for (const one of identifiers) if (!depths.has(one.id)) depths.set(one.id, 1)
  return depths
}

function spread(depths: Map<string, number>, links: IdentityLink[]): void {
  const queue = [...depths.keys()]
  for (const at of queue) {
    for (const next of neighboursOf(at, links)) {
      if (depths.has(next)) continue
      depths.set(next, (depths.get(at) ?? 0) + 1)
      queue.push(next)
    }
  }
}

function neighboursOf(id: string, links: IdentityLink[]): string[] {
  return links.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
}

/** Each column is ordered by the height of what its identifiers are linked to, so that few lines cross. */
function placeColumns(
  identifiers: IdentityNode[],
  depthOf: (one: IdentityNode) => number,
  links: IdentityLink[],
): PlacedNode[] {
  const placed = new Map<string, PlacedNode>()
  for (const depth of new Set(identifiers.map(depthOf).toSorted((a, b) => a - b))) {
    const column = identifiers.filter((one) => depthOf(one) === depth)
    const height = new Map(column.map((one) => [one.id, meanHeight(one.id, links, placed)]))
    const ordered = column.toSorted((a, b) => (height.get(a.id) ?? 0) - (height.get(b.id) ?? 0))
    for (const [row, identifier] of ordered.entries()) {
      placed.set(identifier.id, { identifier, x: depth, y: (row - (column.length - 1) / 2) * ROW })
    }
  }
  return [...placed.values()]
}

function meanHeight(id: string, links: IdentityLink[], placed: Map<string, PlacedNode>): number {
  const heights = neighboursOf(id, links).flatMap((other) => placed.get(other)?.y ?? [])
  return heights.reduce((sum, y) => sum + y, 0) / (heights.length || 1)
}
