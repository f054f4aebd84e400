import { ActionIcon, Group, NativeSelect, Select, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Pipeline } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { UserPicker } from '../../components/UserPicker.tsx'
import { useMay } from '../../lib/session.ts'
import { periodName, periodOf, shifted, unitOf, type Period } from './period.ts'

export type InsightFilter = {
  from?: string | undefined
  to?: string | undefined
  pipeline?: string | undefined
  owner?: string | undefined
  team?: string | undefined
}

export type InsightFiltersProps = {
  filter: InsightFilter
  period: Period
  pipelines: Pipeline[]
  onChange: (change: InsightFilter) => void
}

/** Which pipeline, whose deals and which time a report is about. */
export function InsightFilters({ filter, period, pipelines, onChange }: InsightFiltersProps) {
  const mayUsers = useMay()('users:read')
  return (
    <>
      <PeriodFields period={period} onChange={onChange} />
      {pipelines.length > 1 && (
        <Select
          aria-label="Pipeline"
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.pipeline ?? pipelines[0]?.id ?? null}
          onChange={(id) => onChange({ pipeline: id ?? undefined })}
          allowDeselect={false}
          w="11rem"
        />
      )}
      {mayUsers && (
        <>
          <UserPicker
            aria-label="Owner"
            placeholder="Any owner"
            w="10rem"
            value={filter.owner ?? null}
            chosen={filter.owner === undefined ? null : { id: filter.owner, name: ownerName(filter.owner) }}
            onChange={(owner) => onChange({ owner: owner ?? undefined })}
          />
          <TeamSelect team={filter.team} onChange={(team) => onChange({ team })} />
        </>
      )}
    </>
  )
}

/** What a key of an owner is called as long as the colleague is not known. */
export function ownerName(key: string): string {
  return key === 'none' ? 'Nobody' : key.replace(/^name:/, '')
}

/** Chooses a team; nothing where there is none. */
export function TeamSelect({
  team,
  onChange,
}: {
  team: string | undefined
  onChange: (id: string | undefined) => void
}) {
  const { data } = useQuery({ queryKey: ['teams'], queryFn: api.teams.list })
  if (!data || data.data.length === 0) return null
  return (
    <Select
      aria-label="Team"
      placeholder="Any team"
      clearable
      clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
      data={data.data.map(({ id, name }) => ({ value: id, label: name }))}
      value={team ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      w="9rem"
    />
  )
}

function PeriodFields({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const unit = unitOf(period)
  const setDay = (change: Partial<Period>) => {
    const next = { ...period, ...change }
    if (next.from && next.to && next.from <= next.to) onChange(next)
  }
  return (
    <Group gap="0.25rem" wrap="nowrap">
      <ActionIcon aria-label="The period before" onClick={() => onChange(shifted(period, -1))}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <NativeSelect
        aria-label="Period"
        data={[
          ...(unit ? [{ value: 'now', label: periodName(period) }] : [{ value: 'now', label: 'From – to' }]),
          { value: 'month', label: 'This month' },
          { value: 'quarter', label: 'This quarter' },
          { value: 'year', label: 'This year' },
          ...(unit ? [{ value: 'days', label: 'Other days …' }] : []),
        ]}
        value="now"
        onChange={(event) => {
          const chosen = event.currentTarget.value
          if (chosen === 'month' || chosen === 'quarter' || chosen === 'year') onChange(periodOf(chosen, 0))
          if (chosen === 'days') onChange({ ...period, to: dayBefore(period.to) })
        }}
      />
      {unit === null && (
        <>
          <TextInput
            type="date"
            aria-label="From"
            value={period.from}
            onChange={(event) => setDay({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="To"
            value={period.to}
            onChange={(event) => setDay({ to: event.currentTarget.value })}
          />
        </>
      )}
      <ActionIcon aria-label="The period after" onClick={() => onChange(shifted(period, 1))}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  )
}

/** So that it is no whole month any more, and the days can be set. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
