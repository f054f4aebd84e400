import { Text } from '@mantine/core'
import { IconBolt, IconCode, IconDeviceMobile, IconServer, IconWorld, type Icon } from '@tabler/icons-react'
import type { Source } from '../../../model/source.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import classes from './sources.module.css'

/** How each kind of source is called and shown. */
export const sourceKindNames: Record<Source['kind'], { name: string; icon: Icon }> = {
  browser: { name: 'Website', icon: IconWorld },
  server: { name: 'Server', icon: IconServer },
  mobile: { name: 'Mobile app', icon: IconDeviceMobile },
  custom: { name: 'Other', icon: IconCode },
}

export const sourceColumns: Column<Source>[] = [
  { id: 'name', header: 'Name', cell: (source) => <SourceName source={source} /> },
  { id: 'kind', header: 'Kind', width: '9rem', cell: ({ kind }) => sourceKindNames[kind].name },
  { id: 'state', header: 'State', width: '9rem', cell: (source) => <SourceState source={source} /> },
  {
    id: 'key',
    header: 'Write key',
    width: '12rem',
    wideOnly: true,
    cell: ({ write_key }) => <code className={classes.key}>{write_key}</code>,
  },
  {
    id: 'last',
    header: 'Last event',
    width: '9rem',
    align: 'right',
    cell: ({ last_event_at }) => <RelativeTime at={last_event_at} otherwise="never" />,
  },
]

function SourceName({ source }: { source: Source }) {
  const Kind = sourceKindNames[source.kind]?.icon ?? IconBolt
  return (
    <span className={classes.name}>
      <Kind size={16} stroke={1.6} aria-hidden />
      <Text span inherit fw={500} truncate>
        {source.name}
      </Text>
    </span>
  )
}

/** Whether events of this source are taken, and whether any has come. */
export function SourceState({ source }: { source: Source }) {
  if (!source.enabled) return <Chip>Off</Chip>
  return source.last_event_at ? <Chip tone="good">Receiving</Chip> : <Chip tone="soon">No event yet</Chip>
}
