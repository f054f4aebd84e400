import { Button, Group, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  dashboardComparisons,
  dashboardPeriods,
  daysOf,
  periodLabel,
  type DashboardComparison,
} from '../../../../model/dashboard-periods.ts'
import type { DashboardFilters } from '../../../../model/dashboard.ts'
import { UserPicker } from '../../../components/UserPicker.tsx'
import { pipelinesQuery } from '../../../lib/pipelines.ts'
import { useMay } from '../../../lib/session.ts'
import { ownerName, TeamSelect } from '../InsightFilters.tsx'

const comparisonLabels: Record<DashboardComparison, string> = {
  before: 'Against the period before',
  year_before: 'Against a year before',
  none: 'Against nothing',
}

export type DashboardFilterBarProps = {
  filters: DashboardFilters
  onChange: (filters: DashboardFilters) => void
  /** Undefined while the filters are those of the dashboard. */
  onReset: (() => void) | undefined
  /** Undefined for who may not change the dashboard. */
  onKeep: (() => void) | undefined
}

/** What time all cards are about, which pipeline, and whose deals. */
export function DashboardFilterBar({ filters, onChange, onReset, onKeep }: DashboardFilterBarProps) {
  const may = useMay()
  const set = (change: Partial<DashboardFilters>) => onChange({ ...filters, ...change })
  return (
    <>
      <PeriodFields filters={filters} onChange={set} />
      <Select
        aria-label="Compared"
        data={dashboardComparisons.map((value) => ({ value, label: comparisonLabels[value] }))}
        value={filters.compare}
        onChange={(chosen) =>
          set({ compare: dashboardComparisons.find((one) => one === chosen) ?? 'before' })
        }
        allowDeselect={false}
        w="14rem"
      />
      {may('deals:read') && <PipelineSelect filters={filters} onChange={set} />}
      {may('users:read') && (
        <>
          <UserPicker
            aria-label="Owner"
            placeholder="Any owner"
            w="10rem"
            value={filters.owner}
            chosen={filters.owner === null ? null : { id: filters.owner, name: ownerName(filters.owner) }}
            onChange={(owner) => set({ owner })}
          />
          <TeamSelect team={filters.team ?? undefined} onChange={(team) => set({ team: team ?? null })} />
        </>
      )}
      {onReset && (
        <Group gap={6} role="status" aria-label="The filters are not those of the dashboard">
          {onKeep && (
            <Button size="compact-sm" onClick={onKeep}>
              Keep the filters
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={onReset}>
            Reset
          </Button>
        </Group>
      )}
    </>
  )
}

type PartProps = { filters: DashboardFilters; onChange: (change: Partial<DashboardFilters>) => void }

function PeriodFields({ filters, onChange }: PartProps) {
  const { period, from, to } = filters
  const choose = (chosen: string | null) => {
    const next = dashboardPeriods.find((one) => one === chosen) ?? period
    const today = new Date().toISOString().slice(0, 10)
    onChange({ period: next, ...(next === 'days' ? daysOf(filters, today) : { from: null, to: null }) })
  }
  const setDay = (change: { from?: string; to?: string }) => {
    const next = { from, to, ...change }
    if (next.from && next.to && next.from <= next.to) onChange(next)
  }
  return (
    <Group gap="0.25rem" wrap="nowrap">
      <Select
        aria-label="Period"
        data={dashboardPeriods.map((value) => ({ value, label: periodLabel(value) }))}
        value={period}
        onChange={choose}
        allowDeselect={false}
        w="9.5rem"
      />
      {period === 'days' && (
        <>
          <TextInput
            type="date"
            aria-label="From"
            value={from ?? ''}
            onChange={(event) => setDay({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="To"
            value={to ?? ''}
            onChange={(event) => setDay({ to: event.currentTarget.value })}
          />
        </>
      )}
    </Group>
  )
}

function PipelineSelect({ filters, onChange }: PartProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  if (pipelines.length < 2) return null
  return (
    <Select
      aria-label="Pipeline"
      data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
      value={filters.pipeline ?? pipelines[0]?.id ?? null}
      onChange={(pipeline) => onChange({ pipeline })}
      allowDeselect={false}
      w="11rem"
    />
  )
}
