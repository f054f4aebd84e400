import { Text } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import type { Destination } from '../../../model/destination.ts'
import { number } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import classes from './destinations.module.css'

export const destinationColumns: Column<Destination>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <span className={classes.name}>
        <IconWebhook size={16} stroke={1.6} aria-hidden />
        <Text span inherit fw={500} truncate>
          {row.name}
        </Text>
      </span>
    ),
  },
  {
    id: 'url',
    header: 'Address',
    wideOnly: true,
    cell: (row) => <code className={classes.url}>{row.url}</code>,
  },
  { id: 'state', header: 'State', width: '9rem', cell: (row) => <DestinationState destination={row} /> },
  {
    id: 'delivered',
    header: 'Delivered',
    align: 'right',
    width: '7rem',
    cell: (row) => number(row.delivered),
  },
  { id: 'waiting', header: 'Waiting', align: 'right', width: '7rem', cell: (row) => number(row.waiting) },
  {
    id: 'failed',
    header: 'Failed',
    align: 'right',
    width: '7rem',
    cell: (row) => (
      <span className={classes.failed} data-some={row.failed > 0 || undefined}>
        {number(row.failed)}
      </span>
    ),
  },
]

/** Whether deliveries arrive: off, in trouble, catching up, or well. */
export function DestinationState({
  destination: { enabled, failed, waiting, delivered },
}: {
  destination: Destination
}) {
  if (!enabled) return <Chip>Off</Chip>
  if (failed > 0) return <Chip tone="bad">Deliveries failed</Chip>
  if (waiting > 0) return <Chip tone="soon">Waiting</Chip>
  return delivered > 0 ? <Chip tone="good">Healthy</Chip> : <Chip>Nothing sent yet</Chip>
}
