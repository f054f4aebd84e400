import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import type { Delivery } from '../../../model/destination.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

const states = {
  waiting: { tone: 'soon', icon: <IconClock aria-hidden />, label: 'Waiting' },
  delivered: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Delivered' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const

export function DeliveryState({ state }: Pick<Delivery, 'state'>) {
  const { tone, icon, label } = states[state]
  return (
    <Chip tone={tone} icon={icon}>
      {label}
    </Chip>
  )
}

export const deliveryColumns: Column<Delivery>[] = [
  { id: 'event', header: 'Message', cell: (row) => row.event },
  {
    id: 'destination',
    header: 'Destination',
    cell: (row) => (
      <TextLink {...links.destinations({ destination: row.destination_id })} c="inherit" fz="inherit">
        {row.destination_name}
      </TextLink>
    ),
  },
  { id: 'state', header: 'State', width: '8rem', cell: (row) => <DeliveryState state={row.state} /> },
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
