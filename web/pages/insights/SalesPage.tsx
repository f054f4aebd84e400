import { Button, Text } from '@mantine/core'
import { IconChartBar, IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { salesApi, salesReportUrl } from '../../api-sales.ts'
import type { SalesReport } from '../../../model/sales.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { links } from '../../lib/links.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { ActivitiesTable } from './ActivitiesTable.tsx'
import { ConversionTable } from './ConversionTable.tsx'
import { DealsBehind, type Behind } from './DealsBehind.tsx'
import { Figures } from './Figures.tsx'
import classes from './insights.module.css'
import { InsightFilters, type InsightFilter } from './InsightFilters.tsx'
import { OpenPipeline } from './OpenPipeline.tsx'
import { OverTime } from './OverTime.tsx'
import { OwnersTable } from './OwnersTable.tsx'
import { periodName, periodOf } from './period.ts'
import { ReasonsTable } from './ReasonsTable.tsx'

const route = getRouteApi('/insights/sales')

/** How selling goes in a period; every number opens the deals behind it. */
export function SalesPage() {
  const { behind, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: InsightFilter & { behind?: Behind | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const period = filter.from && filter.to ? { from: filter.from, to: filter.to } : periodOf('quarter', 0)
  const query = { ...filter, ...period }
  const report = useQuery({
    queryKey: ['deals', 'report', query],
    queryFn: () => salesApi.insights.sales(query),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title="Sales performance"
      note={periodName(period)}
      action={
        <Button
          component="a"
          href={salesReportUrl('sales', query)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          CSV
        </Button>
      }
      toolbar={<InsightFilters filter={filter} period={period} pipelines={pipelines} onChange={set} />}
    >
      {report.isPending && <BlockSkeleton height="32rem" />}
      {report.error && <ErrorState error={report.error} again={() => void report.refetch()} />}
      {report.data && <Report report={report.data} onOpen={(chosen) => set({ behind: chosen })} />}
      <DealsBehind filter={query} behind={behind} onClose={() => set({ behind: undefined })} />
    </Page>
  )
}

function Report({ report, onOpen }: { report: SalesReport; onOpen: (behind: Behind) => void }) {
  const { won, lost, created, open } = report
  if (won.count + lost.count + created.count + open.count === 0) {
    return (
      <EmptyState
        title="No deals in this period"
        icon={<IconChartBar size={22} />}
        action={<ButtonLink {...links.deals()}>Go to deals</ButtonLink>}
      >
        Once deals are made, won or lost, this page tells how well that goes: win rate, cycle, conversion and
        by whom.
      </EmptyState>
    )
  }
  return (
    <>
      <Figures report={report} onOpen={onOpen} />
      <OverTime report={report} onOpen={onOpen} />
      <div className={classes.columns}>
        <div>
          <OpenPipeline report={report} onOpen={onOpen} />
        </div>
        <div>
          <ConversionTable report={report} onOpen={onOpen} />
        </div>
      </div>
      <div className={classes.columns} data-uneven>
        <div>
          <OwnersTable report={report} onOpen={onOpen} />
        </div>
        <div>
          <ReasonsTable report={report} onOpen={onOpen} />
        </div>
      </div>
      <ActivitiesTable report={report} />
      {report.other_currencies > 0 && (
        <Text size="xs" c="dimmed">
          {report.other_currencies} deals in another currency than {report.pipeline.currency} are counted, and
          their amounts not added.
        </Text>
      )}
    </>
  )
}
