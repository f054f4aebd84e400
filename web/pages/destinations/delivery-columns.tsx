import { Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import type { Delivery } from '../../../model/destination.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { aboutOf } from './delivery-words.ts'

const states = {
  waiting: { tone: 'soon', icon: <IconClock aria-hidden />, label: 'Waiting' },
  delivered: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Delivered' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const

/** Whether a message has arrived; one that was refused is tried again for a while before it counts as failed. */
export function DeliveryState({ delivery: { state, attempts } }: { delivery: Delivery }) {
  const { tone, icon, label } = states[state]
  return (
    <Chip tone={tone} icon={icon}>
      {state === 'waiting' && attempts > 0 ? 'Trying again' : label}
    </Chip>
  )
}

export const deliveryColumns: Column<Delivery>[] = [
  {
    id: 'event',
    header: 'Message',
    width: '34%',
    cell: (row) => (
      <span>
        <Text span inherit fw={500}>
          {row.event}
        </Text>{' '}
        <Text span inherit c="dimmed">
          {aboutOf(row.payload)}
        </Text>
      </span>
    ),
  },
  {
    id: 'destination',
    header: 'Destination',
    cell: (row) => (
      <TextLink {...links.destinations({ destination: row.destination_id })} c="inherit" fz="inherit">
        {row.destination_name}
      </TextLink>
    ),
  },
  { id: 'state', header: 'State', width: '9.5rem', cell: (row) => <DeliveryState delivery={row} /> },
  { id: 'answer', header: 'Answer', wideOnly: true, cell: (row) => row.last_error ?? row.last_status ?? '–' },
  { id: 'attempts', header: 'Attempts', align: 'right', width: '6rem', cell: (row) => number(row.attempts) },
  {
    id: 'created',
    header: 'Made',
    width: '9rem',
    align: 'right',
    cell: (row) => <RelativeTime at={row.created_at} />,
  },
]
