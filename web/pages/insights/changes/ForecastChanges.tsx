import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { IconCalendarWeek, IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForecastChanges as Changes, Snapshot } from '../../../../model/forecast-changes.ts'
import type { ForecastStep } from '../../../../model/forecast-steps.ts'
import { forecastChangesUrl, salesApi } from '../../../api-sales.ts'
import { exactTime } from '../../../lib/format.ts'
import { useMay } from '../../../lib/session.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { Section } from '../../../ui/Section.tsx'
import { BlockSkeleton } from '../../../ui/Skeletons.tsx'
import type { InsightFilter } from '../InsightFilters.tsx'
import { ChangedDeals } from './ChangedDeals.tsx'
import { StepsTable } from './StepsTable.tsx'
import { WeekDialog } from './WeekDialog.tsx'

export type Change = {
  since?: string | undefined
  until?: string | undefined
  step?: ForecastStep | undefined
}

export type ForecastChangesProps = {
  filter: InsightFilter
  chosen: Change
  onChange: (change: Change) => void
}

/** What changed about the open pipeline of the period since a week began. */
export function ForecastChanges({ filter, chosen, onChange }: ForecastChangesProps) {
  const { since, until, step } = chosen
  const query = { ...filter, since, until }
  const snapshots = useQuery({ queryKey: ['forecast-snapshots'], queryFn: salesApi.insights.snapshots })
  const changes = useQuery({
    queryKey: ['deals', 'forecast', 'changes', query],
    queryFn: () => salesApi.insights.changes(query),
    placeholderData: keepPreviousData,
  })
  return (
    <Section title="What changed" action={<Actions url={forecastChangesUrl(query)} />}>
      {snapshots.data && snapshots.data.data.length > 0 && (
        <Weeks snapshots={snapshots.data.data} chosen={chosen} onChange={onChange} />
      )}
      {changes.isPending && <BlockSkeleton height="20rem" />}
      {changes.error && <ErrorState error={changes.error} again={() => void changes.refetch()} />}
      {changes.data && (
        <Answer changes={changes.data} onOpen={(opened) => onChange({ step: opened, since, until })} />
      )}
      <ChangedDeals query={query} step={step} onClose={() => onChange({ step: undefined, since, until })} />
    </Section>
  )
}

function Actions({ url }: { url: string }) {
  const maySet = useMay()('quotas:write')
  const [setting, setSetting] = useState(false)
  return (
    <Group gap="xs">
      {maySet && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconCalendarWeek size={14} aria-hidden />}
          onClick={() => setSetting(true)}
        >
          When weeks begin
        </Button>
      )}
      <Button
        component="a"
        href={url}
        download
        aria-label="What changed, as CSV"
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        CSV
      </Button>
      {setting && <WeekDialog onClose={() => setSetting(false)} />}
    </Group>
  )
}

type WeeksProps = { snapshots: Snapshot[]; chosen: Change; onChange: (change: Change) => void }

function Weeks({ snapshots, chosen, onChange }: WeeksProps) {
  const last = snapshots[0]?.week ?? ''
  const since = snapshots.find(({ week }) => week <= (chosen.since ?? last))?.week ?? snapshots.at(-1)?.week
  const later = snapshots.filter(({ week }) => since !== undefined && week > since)
  const options = (weeks: Snapshot[]) => weeks.map(({ week }) => ({ value: week, label: dayText(week) }))
  return (
    <Group gap="xs" mb="sm">
      <NativeSelect
        label="Since"
        data={options(snapshots)}
        value={since ?? ''}
        onChange={(event) => onChange({ since: event.currentTarget.value, until: undefined })}
      />
      {later.length > 0 && (
        <NativeSelect
          label="Until"
          data={[{ value: '', label: 'Now' }, ...options(later)]}
          value={chosen.until ?? ''}
          onChange={(event) => onChange({ since, until: event.currentTarget.value || undefined })}
        />
      )}
    </Group>
  )
}

function Answer({ changes, onOpen }: { changes: Changes; onOpen: (step: ForecastStep) => void }) {
  const { since } = changes
  if (!since) {
    return (
      <EmptyState title="Nothing to compare with yet">
        At the start of each week Kith keeps what every deal is: its amount, stage, owner and day to close.
        From then on, what changed since stands here.
      </EmptyState>
    )
  }
  if (changes.steps.every(({ count }) => count === 0)) {
    return (
      <EmptyState title="Nothing changed">
        No deal was open and expected to close in this period, neither then nor now.
      </EmptyState>
    )
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        Open deals expected to close in the period, compared with what they were on{' '}
        {exactTime(since.taken_at)}.
      </Text>
      <StepsTable changes={changes} onOpen={onOpen} />
    </>
  )
}

function dayText(day: string): string {
  return new Intl.DateTimeFormat(undefined, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(day))
}
