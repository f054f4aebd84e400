import { Button } from '@mantine/core'
import { IconLayoutDashboard, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { DashboardData } from '../../../../model/dashboard-data.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { dashboardsApi } from '../../../api-dashboards.ts'
import { links } from '../../../lib/links.ts'
import { toastError } from '../../../lib/toasts.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { TextLink } from '../../../ui/links.tsx'
import { Page } from '../../../ui/Page.tsx'
import { BlockSkeleton } from '../../../ui/Skeletons.tsx'
import { DealsBehind } from '../DealsBehind.tsx'
import { periodName } from '../period.ts'
import { CardDialog } from './CardDialog.tsx'
import { CardGrid } from './CardGrid.tsx'
import { DashboardFilterBar } from './DashboardFilterBar.tsx'
import { DashboardMenu } from './DashboardMenu.tsx'
import { MailsPanel } from './mails/MailsPanel.tsx'
import { filtersOf, searchFor, type DashboardSearch } from './dashboard-filters.ts'
import { useDashboardEdits } from './use-dashboard-edits.ts'

const route = getRouteApi('/dashboards/$id')
/** A dashboard may hang on a wall. */
const REFRESH_MS = 5 * 60_000

/** A dashboard: its filters, and its cards. */
export function DashboardPage() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['dashboards', id],
    queryFn: () => dashboardsApi.get(id),
  })
  if (data) return <Opened key={id} dashboard={data} />
  return (
    <Page title="Dashboard" parent={<TextLink {...links.dashboards()}>Dashboards</TextLink>}>
      {error ? <ErrorState error={error} again={() => void refetch()} /> : <BlockSkeleton height="32rem" />}
    </Page>
  )
}

function Opened({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, may_edit: mayEdit, cards } = dashboard
  const { behind, card, mails, ...search } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: DashboardSearch) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const filters = filtersOf(dashboard.filters, search)
  const isOther = JSON.stringify(filters) !== JSON.stringify(filtersOf(dashboard.filters, {}))
  const data = useDashboardData(dashboard, filters)
  const edits = useDashboardEdits(id)
  const unfiltered = searchFor(dashboard.filters, dashboard.filters)
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ card: 'new' })}>
      Add a card
    </Button>
  )
  return (
    <Page
      title={name}
      parent={<TextLink {...links.dashboards()}>Dashboards</TextLink>}
      note={data.data && daysNote(data.data)}
      action={
        <>
          {cards.length > 0 && add}
          <DashboardMenu dashboard={dashboard} edits={edits} onMails={() => set({ mails: true })} />
        </>
      }
      toolbar={
        <DashboardFilterBar
          filters={filters}
          onChange={(wanted) => set(searchFor(dashboard.filters, wanted))}
          onReset={isOther ? () => set(unfiltered) : undefined}
          onKeep={
            mayEdit ? () => void edits.save({ filters }).then(() => set(unfiltered), toastError) : undefined
          }
        />
      }
    >
      {cards.length === 0 && (
        <EmptyState title="No cards yet" icon={<IconLayoutDashboard size={22} />} action={add}>
          A card is a number, a picture or a table: what was won, how many people are new, who sells best.
        </EmptyState>
      )}
      {data.error && !data.data && <ErrorState error={data.error} again={() => void data.refetch()} />}
      {(data.data || !data.error) && (
        <CardGrid
          dashboard={dashboard}
          data={data.data}
          edits={edits}
          again={() => void data.refetch()}
          onOpenCard={(chosen) => set({ card: chosen })}
          onOpenDeals={(query) => set({ behind: query })}
        />
      )}
      <DealsBehind filter={{}} behind={behind} onClose={() => set({ behind: undefined })} />
      <MailsPanel
        dashboard={dashboard}
        filters={filters}
        opened={mails === true}
        onClose={() => set({ mails: undefined })}
      />
      {card && mayEdit && (
        <CardDialog
          key={card}
          dashboard={dashboard}
          card={cards.find((one) => one.id === card)}
          edits={edits}
          onClose={() => set({ card: undefined })}
        />
      )}
    </Page>
  )
}

/** What the cards show. It is asked anew when what they are about changes, not when they move. */
function useDashboardData({ id, cards }: Dashboard, filters: Dashboard['filters']) {
  const about = cards
    .map(({ id: card, kind, settings }) => JSON.stringify([card, kind, settings]))
    .toSorted((a, b) => a.localeCompare(b))
  return useQuery({
    queryKey: ['dashboard-data', id, filters, about],
    queryFn: ({ signal }) => dashboardsApi.data(id, { filters }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    enabled: cards.length > 0,
  })
}

function daysNote({ from, to, compared }: DashboardData): string {
  return compared ? `${periodName({ from, to })}, against ${periodName(compared)}` : periodName({ from, to })
}
