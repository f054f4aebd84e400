import {
  ConnectionMode,
  Controls,
  Handle,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { Explanation } from '../../../model/person.ts'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { counted, relativeTime } from '../../lib/format.ts'
import { identifierStates } from '../../lib/identifier-states.ts'
import { layoutIdentity, type IdentityLink, type IdentityNode, type PlacedNode } from './identity-layout.ts'
import classes from './IdentityGraph.module.css'

type IdentifierNode = Node<{ identifier: IdentityNode }, 'identifier'>
type LinkEdge = Edge<{ link: IdentityLink }>

const LABELLED_UP_TO = 12
const forDesks = { column: 340, most: 30 }
const forPhones = { column: 205, most: 16 }
const nodeTypes = { identifier: IdentifierBox }

/** The identifiers and the links between them, drawn. The tables beneath the picture say the same in words. */
export function IdentityGraph({ explanation }: { explanation: Explanation }) {
  const [pointed, setPointed] = useState<IdentityLink | null>(null)
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const picture = useMemo(
    () => layoutIdentity(explanation, narrow ? forPhones : forDesks),
    [explanation, narrow],
  )
  const nodes = useMemo(() => picture.nodes.map(asNode), [picture])
  const edges = useMemo(() => picture.links.map((link) => asEdge(link, picture)), [picture])
  return (
    <figure
      className={classes.figure}
      aria-label="Picture of the identifiers and their links; the tables beneath say the same"
    >
      <div className={classes.canvas} style={{ height: `clamp(11rem, ${picture.height + 60}px, 28rem)` }}>
        <ReactFlow<IdentifierNode, LinkEdge>
          key={narrow ? 'narrow' : 'wide'}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          connectionMode={ConnectionMode.Loose}
          fitView
          fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
          minZoom={0.2}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          zoomOnScroll={false}
          preventScrolling={false}
          disableKeyboardA11y
          onEdgeMouseEnter={(_, edge) => setPointed(edge.data?.link ?? null)}
          onEdgeClick={(_, edge) => setPointed(edge.data?.link ?? null)}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      <figcaption className={classes.caption}>
        {pointed
          ? `${pointed.sentence} ${pointed.source}, ${relativeTime(pointed.last_seen)}, ${counted(pointed.count, 'time')}.`
          : 'A thicker line was seen more often; a dashed one was refused. Point at a line to read why.'}
        {picture.left_out > 0 && ` ${picture.left_out} more identifiers are only in the tables.`}
      </figcaption>
    </figure>
  )
}

function IdentifierBox({ data: { identifier } }: NodeProps<IdentifierNode>) {
  return (
    <div className={classes.box} data-other={!identifier.mine || undefined}>
      <Handle type="source" id="left" position={Position.Left} className={classes.handle} />
      <IdentifierChip identifier={identifier} tone={identifierStates[identifier.state].tone} />
      <Handle type="source" id="right" position={Position.Right} className={classes.handle} />
    </div>
  )
}

function asNode({ identifier, x, y }: PlacedNode): IdentifierNode {
  return { id: identifier.id, type: 'identifier', position: { x, y }, data: { identifier } }
}

/** Lines run from left to right; between two of the same column they bow out on the right. */
function asEdge(
  link: IdentityLink,
  { nodes, links }: { nodes: PlacedNode[]; links: IdentityLink[] },
): LinkEdge {
  const x = new Map(nodes.map((node) => [node.identifier.id, node.x]))
  const [start, end] =
    (x.get(link.from) ?? 0) <= (x.get(link.to) ?? 0) ? [link.from, link.to] : [link.to, link.from]
  const sameColumn = x.get(start) === x.get(end)
  return {
    id: `${link.from} ${link.to}`,
    source: start,
    target: end,
    sourceHandle: 'right',
    targetHandle: sameColumn ? 'right' : 'left',
    data: { link },
    className: link.accepted ? '' : (classes.refused ?? ''),
    style: { strokeWidth: 1 + Math.min(4, Math.log10(link.count) * 1.5) },
    ...(links.length <= LABELLED_UP_TO && { label: link.accepted ? `${link.count}×` : 'refused' }),
  }
}
