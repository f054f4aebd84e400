import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import type { Pipeline } from '../../../model/deal.ts'
import type { Comparison } from '../../../model/filter.ts'
import type { RecordFilter } from '../../../model/view.ts'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { RecordList, type RecordListProps } from '../../components/lists/RecordList.tsx'
import { NewDealDialog } from '../../components/NewDealDialog.tsx'
import { countConditions } from '../../lib/list-filter.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { changesFrom } from '../../lib/saved-views.ts'
import { useMay } from '../../lib/session.ts'
import type { dealsSearch } from '../../search-params.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Page } from '../../ui/Page.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { DealBoard } from './DealBoard.tsx'
import { DealCalendar } from './DealCalendar.tsx'
import { DealFilters } from './DealFilters.tsx'
import { DealPanel } from './DealPanel.tsx'
import { NoDeals } from './NoDeals.tsx'

const route = getRouteApi('/deals')
type Search = z.output<typeof dealsSearch>

/** What may be sold: as a board by stage, as a list, or as a calendar of when it closes. */
export function DealsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('deals:write')
  const pipelines = useQuery(pipelinesQuery)
  const set = (change: Search) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const pipeline = pipelines.data?.find((one) => one.id === search.pipeline) ?? pipelines.data?.[0]
  return (
    <Page
      title="Deals"
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
            New deal
          </Button>
        )
      }
      toolbar={
        <Toolbar search={search} pipelines={pipelines.data ?? []} pipeline={pipeline} onChange={set} />
      }
    >
      {pipelines.error && <ErrorState error={pipelines.error} again={() => void pipelines.refetch()} />}
      {pipelines.isPending && <BlockSkeleton height="28rem" />}
      {pipeline && <View search={search} pipeline={pipeline} onChange={set} />}
      <DealPanel
        id={search.deal}
        onClose={() => set({ deal: undefined })}
        onChange={(deal) => set({ deal })}
        onActivity={(activity) => set({ activity })}
      />
      <ActivityPanel id={search.activity} onChange={(activity) => set({ activity })} />
      {mayWrite && search.create && (
        <NewDealDialog
          onClose={() => set({ create: undefined })}
          start={{
            person_id: search.person ?? null,
            company_id: search.company ?? null,
            ...(pipeline && { pipeline_id: pipeline.id }),
          }}
        />
      )}
    </Page>
  )
}

type ToolbarProps = {
  search: Search
  pipelines: Pipeline[]
  pipeline: Pipeline | undefined
  onChange: (change: Search) => void
}

function Toolbar({ search, pipelines, pipeline, onChange }: ToolbarProps) {
  return (
    <>
      <SegmentedControl
        aria-label="View"
        size="xs"
        data={[
          { value: 'board', label: 'Board' },
          { value: 'list', label: 'List' },
          { value: 'calendar', label: 'Calendar' },
        ]}
        value={search.view ?? 'board'}
        onChange={(view) => onChange({ view: view === 'list' || view === 'calendar' ? view : undefined })}
      />
      {pipelines.length > 1 && pipeline && (
        <Select
          aria-label="Pipeline"
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={pipeline.id}
          onChange={(id) => onChange({ pipeline: id ?? undefined })}
          allowDeselect={false}
          w="12rem"
        />
      )}
      <DealFilters search={search} onChange={onChange} />
    </>
  )
}

const words = { one: 'deal', many: 'deals' }

/** What the fields above board, list and calendar mean. A calendar has days of its own. */
function filterOf({ person, company, close_from, close_to, view }: Search, pipeline: Pipeline): RecordFilter {
  const isOfDays = view !== 'calendar'
  const asked: (Comparison | false | undefined)[] = [
    { field: 'pipeline_id', operator: 'is', value: pipeline.id },
    person !== undefined && { field: 'person_id', operator: 'is', value: person },
    company !== undefined && { field: 'company_id', operator: 'is', value: company },
    isOfDays &&
      close_from !== undefined && { field: 'expected_close_on', operator: 'at_least', value: close_from },
    isOfDays &&
      close_to !== undefined && { field: 'expected_close_on', operator: 'at_most', value: close_to },
  ]
  return { match: 'all', conditions: asked.filter((one) => typeof one === 'object') }
}

type ViewProps = { search: Search; pipeline: Pipeline; onChange: (change: Search) => void }

/** Board, list and calendar under the same views and filter, which stay when one goes from one to the other. */
function View({ search, pipeline, onChange }: ViewProps) {
  const mayWrite = useMay()('deals:write')
  const open = (id: string) => onChange({ deal: id })
  const base = filterOf(search, pipeline)
  const noDeals = (isAsked: boolean) => (
    <NoDeals
      isAsked={isAsked}
      onClear={() => onChange({ ...nothingAsked, ...changesFrom(undefined, {}), saved: 'all' })}
      onCreate={mayWrite ? () => onChange({ create: true }) : undefined}
    />
  )
  const shownAs: Record<Exclude<Search['view'], undefined>, RecordListProps['instead']> = {
    list: undefined,
    calendar: (asked) => (
      <DealCalendar
        query={asked}
        month={search.month}
        onMonth={(month) => onChange({ month })}
        onOpen={open}
        onDay={(day) => onChange({ view: 'list', close_from: day, close_to: day })}
      />
    ),
    board: (asked) => (
      <DealBoard
        key={pipeline.id}
        query={{ ...asked, pipeline: pipeline.id }}
        pipeline={pipeline}
        onOpen={({ id }) => open(id)}
        empty={noDeals(Boolean(asked.search) || countConditions(asked.filter) > 1)}
      />
    ),
  }
  return (
    <RecordList
      object="deal"
      words={words}
      search={search}
      onSearch={onChange}
      onOpen={({ id }) => open(id)}
      base={base}
      withSearch={false}
      empty={noDeals(base.conditions.length > 1)}
      instead={shownAs[search.view ?? 'board']}
    />
  )
}

const nothingAsked: Search = {
  person: undefined,
  company: undefined,
  close_from: undefined,
  close_to: undefined,
}
