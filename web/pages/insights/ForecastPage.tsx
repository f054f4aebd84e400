import { Button } from '@mantine/core'
import { IconDownload, IconTarget } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { forecastTotals, type Forecast } from '../../../model/sales.ts'
import { salesApi, salesReportUrl } from '../../api-sales.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import { Page } from '../../ui/Page.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { ForecastChanges, type Change } from './changes/ForecastChanges.tsx'
import { DealsBehind, type Behind } from './DealsBehind.tsx'
import { Figure } from './Figures.tsx'
import { ForecastTable } from './ForecastTable.tsx'
import classes from './insights.module.css'
import { InsightFilters, type InsightFilter } from './InsightFilters.tsx'
import { NumberButton } from './NumberButton.tsx'
import { percent } from './numbers.ts'
import { periodName, periodOf } from './period.ts'
import { QuotaDialog } from './QuotaDialog.tsx'

const route = getRouteApi('/insights/forecast')

/** What was won in a period and what may still close in it, against quotas. */
export function ForecastPage() {
  const { behind, since, until, step, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: InsightFilter & Change & { behind?: Behind | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const [setting, setSetting] = useState(false)
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const period = filter.from && filter.to ? { from: filter.from, to: filter.to } : periodOf('quarter', 0)
  const query = { ...filter, ...period }
  const forecast = useQuery({
    queryKey: ['deals', 'forecast', query],
    queryFn: () => salesApi.insights.forecast(query),
    placeholderData: keepPreviousData,
  })
  const open = (chosen: Behind) => set({ behind: chosen })
  return (
    <Page
      title="Forecast"
      note={periodName(period)}
      action={<Actions query={query} onSet={() => setSetting(true)} />}
      toolbar={<InsightFilters filter={filter} period={period} pipelines={pipelines} onChange={set} />}
    >
      {forecast.isPending && <BlockSkeleton height="24rem" />}
      {forecast.error && <ErrorState error={forecast.error} again={() => void forecast.refetch()} />}
      {forecast.data && isEmpty(forecast.data) && <NothingDue />}
      {forecast.data && !isEmpty(forecast.data) && (
        <>
          <Glance forecast={forecast.data} onOpen={open} />
          <Risks forecast={forecast.data} onOpen={open} />
          <ForecastTable forecast={forecast.data} onOpen={open} />
        </>
      )}
      {forecast.data && <ForecastChanges filter={query} chosen={{ since, until, step }} onChange={set} />}
      <DealsBehind filter={query} behind={behind} onClose={() => set({ behind: undefined })} />
      {setting && forecast.data && (
        <QuotaDialog pipeline={forecast.data.pipeline} period={period} onClose={() => setSetting(false)} />
      )}
    </Page>
  )
}

/** Nobody closed or means to close anything in the period, and nobody has a quota. */
function isEmpty({ owners, teams, total, undated, overdue, slipped }: Forecast): boolean {
  const isQuiet = [undated, overdue, slipped].every(({ count }) => count === 0)
  return isQuiet && owners.length + teams.length === 0 && total.quota === null
}

function NothingDue() {
  return (
    <EmptyState
      title="Nothing closes in this period"
      icon={<IconTarget size={22} />}
      action={<ButtonLink {...links.deals()}>Open deals</ButtonLink>}
    >
      The forecast adds up deals that were won in the period, and open ones that are expected to close in it.
      Give deals an amount and a day to close, and they stand here by their category.
    </EmptyState>
  )
}

function Actions({ query, onSet }: { query: InsightFilter; onSet: () => void }) {
  const maySet = useMay()('quotas:write')
  return (
    <>
      <Button
        component="a"
        href={salesReportUrl('forecast', query)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        CSV
      </Button>
      {maySet && (
        <Button leftSection={<IconTarget size={16} aria-hidden />} onClick={onSet}>
          Set a quota
        </Button>
      )}
    </>
  )
}

type PartProps = { forecast: Forecast; onOpen: (behind: Behind) => void }

function Glance({ forecast: { total, pipeline }, onOpen }: PartProps) {
  const totals = forecastTotals(total)
  if (!totals) return null
  const money = (amount: number) => <Money amount={Math.round(amount)} currency={pipeline.currency} short />
  return (
    <ul className={classes.figures} aria-label="The forecast at a glance">
      <Figure
        name="Closed won"
        value={money(totals.closed_only)}
        note={
          totals.attainment === null
            ? counted(total.closed.count, 'deal')
            : `${percent(totals.attainment)} of quota`
        }
        onOpen={() => onOpen({ figure: 'won', category: 'closed' })}
      />
      <Figure
        name="Commit forecast"
        value={money(totals.commit_forecast)}
        note="commit and closed"
        onOpen={() => onOpen({ figure: 'due', category: 'commit' })}
      />
      <Figure
        name="Best case forecast"
        value={money(totals.best_case_forecast)}
        note="best case, commit, closed"
        onOpen={() => onOpen({ figure: 'due', category: 'best_case' })}
      />
      <Figure
        name="Weighted forecast"
        value={money(totals.forecast)}
        note="closed, and open by probability"
        onOpen={() => onOpen({ figure: 'due' })}
      />
      <Figure
        name="Open pipeline"
        value={money(totals.open_pipeline)}
        note={
          totals.coverage === null
            ? 'due in the period'
            : `covers what is missing ${number(totals.coverage, 1)} times`
        }
        onOpen={() => onOpen({ figure: 'due' })}
      />
    </ul>
  )
}

function Risks({ forecast: { undated, overdue, slipped, pushed_often }, onOpen }: PartProps) {
  const risks = [
    { figure: 'slipped', count: slipped.count, words: 'slipped out of the period' },
    { figure: 'overdue', count: overdue.count, words: 'should have closed already' },
    { figure: 'pushed_often', count: pushed_often, words: 'put off three times or more' },
    { figure: 'undated', count: undated.count, words: 'open with no day to close' },
  ] as const
  const found = risks.filter(({ count }) => count > 0)
  if (found.length === 0) return null
  return (
    <ul className={classes.risks} aria-label="What makes the forecast doubtful">
      {found.map(({ figure, count, words }) => (
        <li key={figure}>
          <NumberButton count={count} label={`${number(count)} ${words}`} onOpen={() => onOpen({ figure })}>
            {number(count)}
          </NumberButton>{' '}
          {words}
        </li>
      ))}
    </ul>
  )
}
