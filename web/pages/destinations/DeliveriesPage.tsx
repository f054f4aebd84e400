import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { api, type DeliveriesQuery } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { deliveryColumns } from './delivery-columns.tsx'
import { DeliveryPanel } from './DeliveryPanel.tsx'
import { useDestinations } from './use-destinations.ts'

const route = getRouteApi('/deliveries')
const REFRESH_MS = 5_000
const states = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
] as const

/** Every message to a destination, and how its delivery went. */
export function DeliveriesPage() {
  const { delivery: openId, ...query } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: DeliveriesQuery & { delivery?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const list = useList({
    key: ['deliveries', 'list', query],
    fetch: (page) => api.deliveries.list(query, page),
    refetchInterval: REFRESH_MS,
    keepRows: true,
  })
  const filtered = query.destination !== undefined || query.state !== undefined
  return (
    <Page
      title="Deliveries"
      description="What was sent to destinations, with each answer. Failed messages can be sent again."
      toolbar={<Filters query={query} onChange={set} />}
    >
      <DataTable
        label="Deliveries"
        columns={deliveryColumns}
        list={list}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ delivery: row.id })}
        empty={<NoDelivery filtered={filtered} onClear={() => void navigate({ search: {} })} />}
      />
      <DeliveryPanel
        delivery={list.rows.find((row) => row.id === openId) ?? null}
        onClose={() => set({ delivery: undefined })}
      />
    </Page>
  )
}

function Filters({
  query,
  onChange,
}: {
  query: DeliveriesQuery
  onChange: (change: DeliveriesQuery) => void
}) {
  const destinations = useDestinations()
  const choices = destinations.rows.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <NativeSelect
        aria-label="Destination"
        data={[{ value: '', label: 'Every destination' }, ...choices]}
        value={query.destination ?? ''}
        onChange={(event) => onChange({ destination: event.currentTarget.value || undefined })}
      />
      <SegmentedControl
        aria-label="State"
        size="xs"
        data={states.map((state) => ({ ...state }))}
        value={query.state ?? 'all'}
        onChange={(value) => onChange({ state: stateOf(value) })}
      />
    </>
  )
}

function NoDelivery({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        title="No delivery matches"
        icon={<IconSend size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Show all deliveries
          </Button>
        }
      >
        Nothing was sent to this destination with this outcome.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Nothing was sent yet"
      icon={<IconSend size={22} />}
      action={<ButtonLink {...links.destinations()}>Go to Destinations</ButtonLink>}
    >
      When somebody enters or leaves a segment that a destination hears of, the message and its answer stand
      here.
    </EmptyState>
  )
}

function stateOf(value: string): DeliveriesQuery['state'] {
  return value === 'waiting' || value === 'delivered' || value === 'failed' ? value : undefined
}
