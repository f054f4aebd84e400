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
const FEWEST_BARS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** The size of a segment day by day, with who entered and left; nothing before anybody did. */
export function SegmentHistory({ segment: { id, size, members } }: { segment: Segment }) {
  const [days, setDays] = useState('30')
  const history = useQuery({
    queryKey: ['segments', 'days', id, days, size],
    queryFn: () => api.segments.days(id, Number(days)),
    placeholderData: keepPreviousData,
  })
  const rows = history.data?.data ?? []
  if (history.data && rows.length === 0) return null
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
          unit={members}
          height={HEIGHT}
          bars={padded(rows).map(toBar)}
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

/** A young segment is not all of the picture: before it stands nothing. */
function padded(rows: SegmentDay[]): SegmentDay[] {
  const first = Date.parse(rows[0]?.day ?? '')
  const missing = Math.max(0, FEWEST_BARS - rows.length)
  const before = Array.from({ length: missing }, (_, index) => {
    const day = new Date(first - (missing - index) * DAY_MS).toISOString().slice(0, 10)
    return { day, entries: 0, exits: 0, size: 0 }
  })
  return [...before, ...rows]
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
