import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SegmentDay } from '../../../model/segment-membership.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { counted, date, number } from '../../lib/format.ts'
import { BarChart, type Bar } from '../../ui/BarChart.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'

const ranges = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'Year' },
]
const HEIGHT = '8rem'

/** The size of a segment day by day; pointing at a day tells who entered and left. */
export function SegmentHistory({ segment: { id, size } }: { segment: Segment }) {
  const [days, setDays] = useState('30')
  const history = useQuery({
    queryKey: ['segments', 'days', id, days, size],
    queryFn: () => api.segments.days(id, Number(days)),
    placeholderData: keepPreviousData,
  })
  const rows = history.data?.data ?? []
  return (
    <Section
      title="How has it grown?"
      action={<SegmentedControl size="xs" aria-label="Time" data={ranges} value={days} onChange={setDays} />}
    >
      {history.error && !history.data ? (
        <ErrorState error={history.error} again={() => void history.refetch()} />
      ) : history.isPending ? (
        <BlockSkeleton height={HEIGHT} />
      ) : (
        <BarChart
          label="Size day by day"
          unit="people"
          height={HEIGHT}
          bars={rows.map(toBar)}
          summary={<Summary rows={rows} />}
        />
      )}
    </Section>
  )
}

function Summary({ rows }: { rows: SegmentDay[] }) {
  const sum = (of: 'entries' | 'exits') => rows.reduce((total, row) => total + row[of], 0)
  return (
    <>
      <b>{counted(sum('entries'), 'entry', 'entries')}</b> and <b>{counted(sum('exits'), 'exit')}</b> in{' '}
      {counted(rows.length, 'day')}
    </>
  )
}

function toBar({ day, entries, exits, size }: SegmentDay): Bar {
  const changes = [
    ...(entries > 0 ? [`${number(entries)} entered`] : []),
    ...(exits > 0 ? [`${number(exits)} left`] : []),
  ]
  return {
    label: [date(day), ...changes].join(', '),
    tick: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      new Date(day),
    ),
    value: size,
  }
}
