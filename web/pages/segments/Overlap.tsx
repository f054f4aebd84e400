import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SegmentOverlap } from '../../../model/segment-compare.ts'
import { api } from '../../api.ts'
import { number, shortNumber } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { drawVenn } from '../../lib/venn.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './compare.module.css'

/** How many people segments have in common: as circles, and part by part. */
export function Overlap({ ids }: { ids: string[] }) {
  const overlap = useQuery({
    queryKey: ['segments', 'overlap', ids],
    queryFn: () => api.segments.overlap(ids),
  })
  return (
    <Section title="Whom do they have in common?">
      {overlap.error && <ErrorState error={overlap.error} again={() => void overlap.refetch()} />}
      {overlap.isPending && <BlockSkeleton height={260} />}
      {overlap.data && (
        <div className={classes.overlap}>
          <Circles overlap={overlap.data} />
          <Parts overlap={overlap.data} />
        </div>
      )}
    </Section>
  )
}

function Circles({ overlap: { segments, parts } }: { overlap: SegmentOverlap }) {
  const { circles, labels, box } = drawVenn(
    segments.map(({ size }) => size),
    parts,
  )
  return (
    <svg
      className={classes.circles}
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      role="img"
      aria-label="Circles of the segments; the table says the same in numbers"
    >
      {circles.map(({ x, y, r }, place) => (
        <circle key={segments[place]?.id} cx={x} cy={y} r={r} className={classes.circle} data-place={place} />
      ))}
      {labels.map(
        ({ in: places, count, at }) =>
          at && (
            <text key={places.join()} x={at.x} y={at.y} className={classes.count} aria-hidden>
              {shortNumber(count)}
            </text>
          ),
      )}
    </svg>
  )
}

function Parts({ overlap: { segments, parts, estimated } }: { overlap: SegmentOverlap }) {
  const rows = parts.toSorted((a, b) => a.in.length - b.in.length || b.count - a.count)
  return (
    <div>
      <ul className={classes.names}>
        {segments.map(({ id, name, size }, place) => (
          <li key={id}>
            <span className={classes.dot} data-place={place} aria-hidden />
            <TextLink {...links.segment(id)} fz="inherit">
              {name}
            </TextLink>
            <span className={classes.size}>{number(size)}</span>
          </li>
        ))}
      </ul>
      <Table fz="sm" verticalSpacing={4} aria-label="Parts of the overlap">
        <Table.Tbody>
          {rows.map(({ in: places, count }) => (
            <Table.Tr key={places.join()}>
              <Table.Th scope="row" fw={400}>
                {partWords(
                  places.map((place) => segments[place]?.name ?? ''),
                  segments.length,
                )}
              </Table.Th>
              <Table.Td ta="right" className={classes.number}>
                {number(count)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {estimated && (
        <Text size="xs" c="dimmed" mt={4}>
          Projected from a part of the people, because there are many.
        </Text>
      )}
    </div>
  )
}

function partWords(names: string[], all: number): string {
  if (names.length === 1) return `Only ${names[0]}`
  const joined = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return names.length === all ? joined : `${joined} only`
}
