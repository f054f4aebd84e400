import { Progress, Text } from '@mantine/core'
import { traitTypes, type TraitInfo } from '../../../model/trait.ts'
import { number } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import classes from './traits.module.css'

export const traitColumns: Column<TraitInfo>[] = [
  { id: 'name', header: 'Trait', cell: (trait) => <TraitName trait={trait} /> },
  { id: 'type', header: 'Type', width: '8rem', cell: (trait) => typesOf(trait).join(', ') || '–' },
  { id: 'share', header: 'Filled in', width: '10rem', cell: (trait) => <Share trait={trait} /> },
  {
    id: 'distinct',
    header: 'Values',
    width: '7rem',
    align: 'right',
    cell: ({ distinct }) => number(distinct),
  },
  {
    id: 'sources',
    header: 'Sources',
    width: '12rem',
    wideOnly: true,
    cell: ({ sources }) => sources.map(({ name }) => name).join(', ') || '–',
  },
  {
    id: 'last',
    header: 'Last said',
    width: '8rem',
    align: 'right',
    wideOnly: true,
    cell: ({ last_seen }) => <RelativeTime at={last_seen} otherwise="–" />,
  },
]

function TraitName({
  trait: { name, description, sensitive, source_order, computed },
}: {
  trait: TraitInfo
}) {
  return (
    <div className={classes.name}>
      <Text span inherit fw={500}>
        {name}
      </Text>
      {computed && <Chip tone="accent">Computed</Chip>}
      {sensitive && <Chip tone="soon">Sensitive</Chip>}
      {source_order.length > 0 && <Chip>Order of sources</Chip>}
      {description && (
        <Text span c="dimmed" size="xs" truncate className={classes.about}>
          {description}
        </Text>
      )}
    </div>
  )
}

function Share({ trait: { share, people } }: { trait: TraitInfo }) {
  const percent = shareText(share)
  return (
    <span className={classes.share} title={`${number(people)} of those looked at`}>
      <Progress value={share * 100} size="xs" aria-label={`Filled in for ${percent}`} />
      <span>{percent}</span>
    </span>
  )
}

/** "34%"; "< 1%" for the few, who are not nobody. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.01) return '< 1%'
  return `${Math.floor(share * 100)}%`
}

/** The types that values have, those of most people first. */
export function typesOf({ types }: Pick<TraitInfo, 'types'>): string[] {
  return traitTypes
    .filter((type) => (types[type] ?? 0) > 0)
    .toSorted((a, b) => (types[b] ?? 0) - (types[a] ?? 0))
}
