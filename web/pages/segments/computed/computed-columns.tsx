import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { computedWords } from '../../../../model/computed-words.ts'
import { duration, number } from '../../../lib/format.ts'
import { links } from '../../../lib/links.ts'
import { Chip } from '../../../ui/Chip.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { TextLink } from '../../../ui/links.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { ComputedStateChip } from './ComputedStateChip.tsx'
import classes from './computed.module.css'

export const computedColumns: Column<ComputedTrait>[] = [
  {
    id: 'name',
    header: 'Trait',
    width: '15rem',
    cell: (row) => (
      <span className={classes.name}>
        <TextLink {...links.computedTrait(row.id)} c="inherit" fz="inherit" fw={500}>
          {row.name}
        </TextLink>
        {row.conflicts.length > 0 && (
          <Chip
            tone="soon"
            title={`${row.conflicts.join(', ')} say something under this name; it does not count.`}
          >
            Also said
          </Chip>
        )}
      </span>
    ),
  },
  {
    id: 'definition',
    header: 'How',
    wideOnly: true,
    cell: (row) => <span title={computedWords(row.definition)}>{computedWords(row.definition)}</span>,
  },
  { id: 'people', header: 'People', align: 'right', width: '6rem', cell: (row) => number(row.people) },
  {
    id: 'cost',
    header: 'Cost',
    align: 'right',
    width: '6rem',
    wideOnly: true,
    cell: (row) => (row.milliseconds === null ? '–' : duration(row.milliseconds)),
  },
  { id: 'state', header: 'State', width: '10rem', cell: (row) => <ComputedStateChip trait={row} /> },
  { id: 'updated', header: 'Updated', width: '8rem', cell: (row) => <RelativeTime at={row.updated_at} /> },
]
