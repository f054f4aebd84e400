import { Text } from '@mantine/core'
import type { EnrichmentProvider } from '../../../model/enrichment.ts'
import { money, number } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'

/** Whether a provider is asked, or why not now. */
export function ProviderState({ provider: { enabled, paused } }: { provider: EnrichmentProvider }) {
  if (!enabled) return <Chip>Off</Chip>
  if (paused)
    return (
      <Chip tone="soon" title={paused.reason}>
        Paused
      </Chip>
    )
  return <Chip tone="good">On</Chip>
}

export const providerColumns: Column<EnrichmentProvider>[] = [
  {
    id: 'name',
    header: 'Provider',
    width: '30%',
    cell: ({ name }) => (
      <Text span inherit fw={500}>
        {name}
      </Text>
    ),
  },
  {
    id: 'of',
    header: 'Of',
    width: '8rem',
    cell: ({ object }) => (object === 'person' ? 'People' : 'Companies'),
  },
  { id: 'state', header: 'State', width: '8rem', cell: (provider) => <ProviderState provider={provider} /> },
  {
    id: 'today',
    header: 'Today',
    align: 'right',
    cell: ({ spent, definition }) => ofLimit(spent.today.requests, definition.limits.per_day),
  },
  {
    id: 'month',
    header: 'This month',
    align: 'right',
    cell: ({ spent, definition }) => ofLimit(spent.month.requests, definition.limits.per_month),
  },
  {
    id: 'spent',
    header: 'Spent',
    align: 'right',
    wideOnly: true,
    cell: ({ spent, definition }) => money(spent.month.cost, definition.price.currency),
  },
  { id: 'waiting', header: 'Waiting', align: 'right', width: '6rem', cell: ({ waiting }) => number(waiting) },
]

/** "12 of 100"; only the number where there is no limit. */
export function ofLimit(requests: number, limit: number | null): string {
  return limit === null ? number(requests) : `${number(requests)} of ${number(limit)}`
}
