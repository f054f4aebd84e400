import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconPlus, IconUserSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import type { LeadsQuery } from '../../../model/lead.ts'
import { leadSorts, leadStatuses, type LeadStatus } from '../../../model/lead-status.ts'
import { rightsFor } from '../../../model/rights.ts'
import { salesApi } from '../../api-sales.ts'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { boundedNumber } from '../../lib/format.ts'
import { useList } from '../../lib/queries.ts'
import { scoreTitle, useScores, type Score } from '../../lib/scores.ts'
import { useMay, useSession } from '../../lib/session.ts'
import type { leadsSearch } from '../../search-params.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { leadColumns, statusNames } from './lead-columns.tsx'
import { LeadBoard } from './LeadBoard.tsx'
import { LeadPanel } from './LeadPanel.tsx'
import { NewLeadDialog } from './NewLeadDialog.tsx'

const route = getRouteApi('/leads')
type Search = z.output<typeof leadsSearch>
type Queue = LeadStatus | 'all'

/** Who may buy: one status at a time in a list, or all of them side by side on a board. */
export function LeadsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayCreate = rightsFor(useSession().rights, 'lead').create !== 'none'
  const mayUsers = useMay()('users:read')
  const set = (change: Search) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const queue: Queue = search.status ?? 'new'
  const scores = useScores()
  // One alone is shown: the one that is called after leads before others.
  const score = scores.find(({ name }) => /lead/i.test(name)) ?? scores[0]
  const filter: LeadsQuery = {
    search: search.search,
    owner: search.owner,
    ...(score && { score_of: score.name, score_from: search.score }),
  }
  const sort = score || !search.sort?.includes('person_score') ? search.sort : undefined
  const query: LeadsQuery = { ...filter, sort, ...(queue !== 'all' && { status: queue }) }
  const isBoard = search.view === 'board'
  const list = useList({
    key: ['leads', 'list', query],
    fetch: (page) => salesApi.leads.list(query, page),
    keepRows: true,
    enabled: !isBoard,
  })
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
      New lead
    </Button>
  )
  const noLeads = (title: string) => (
    <EmptyState title={title} icon={<IconUserSearch size={22} />} action={create}>
      A lead is somebody who may buy, until that is decided. By its e-mail address it is the person whose
      visits and orders Kith knows already.
    </EmptyState>
  )
  return (
    <Page
      title="Leads"
      action={create}
      toolbar={
        <>
          <SegmentedControl
            aria-label="View"
            size="xs"
            data={[
              { value: 'list', label: 'List' },
              { value: 'board', label: 'Board' },
            ]}
            value={search.view ?? 'list'}
            onChange={(view) => set({ view: view === 'board' ? view : undefined })}
          />
          {!isBoard && <Queues queue={queue} filter={filter} onChange={(status) => set({ status })} />}
          <SearchInput
            label="Search leads"
            value={search.search ?? ''}
            onChange={(text) => set({ search: text || undefined })}
          />
          {score && score.bands.length > 0 && (
            <ScoreField score={score} value={search.score} onChange={(from) => set({ score: from })} />
          )}
          {mayUsers && (
            <UserPicker
              aria-label="Owner"
              placeholder="Any owner"
              w="10rem"
              value={search.owner ?? null}
              onChange={(owner) => set({ owner: owner ?? undefined })}
            />
          )}
        </>
      }
    >
      {isBoard ? (
        <LeadBoard
          query={{ ...filter, sort }}
          score={score}
          onOpen={({ id }) => set({ lead: id })}
          empty={noLeads(emptyTitle({ ...search, status: 'all' }))}
        />
      ) : (
        <DataTable
          label="Leads"
          columns={leadColumns(score)}
          list={list}
          rowKey={(row) => row.id}
          onOpen={(row) => set({ lead: row.id })}
          sort={{
            value: search.sort ?? '-updated_at',
            onChange: (next) => set({ sort: leadSorts.find((one) => one === next && one !== '-updated_at') }),
          }}
          empty={noLeads(emptyTitle(search))}
        />
      )}
      <LeadPanel
        id={search.lead}
        onClose={() => set({ lead: undefined })}
        onActivity={(activity) => set({ activity })}
      />
      <ActivityPanel id={search.activity} onChange={(activity) => set({ activity })} />
      {mayCreate && search.create && (
        <NewLeadDialog
          onClose={() => set({ create: undefined })}
          onCreated={(id) => set({ create: undefined, lead: id })}
        />
      )}
    </Page>
  )
}

type ScoreFieldProps = {
  score: Score
  value: number | undefined
  onChange: (from: number | undefined) => void
}

function ScoreField({ score, value, onChange }: ScoreFieldProps) {
  return (
    <NativeSelect
      aria-label={scoreTitle(score)}
      data={[
        { value: '', label: 'Any score' },
        ...score.bands.map(({ from, label }) => ({ value: String(from), label: `${label}: from ${from}` })),
      ]}
      value={value === undefined ? '' : String(value)}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))
      }
    />
  )
}

function emptyTitle({ search, owner, score, status = 'new' }: Search): string {
  if (search !== undefined || owner !== undefined || score !== undefined) return 'No lead matches'
  return status === 'all' ? 'No leads yet' : `No ${statusNames[status].toLowerCase()} leads`
}

type QueuesProps = { queue: Queue; filter: LeadsQuery; onChange: (queue: Queue | undefined) => void }

function Queues({ queue, filter, onChange }: QueuesProps) {
  const { data: counts } = useQuery({
    queryKey: ['leads', 'counts', filter],
    queryFn: () => salesApi.leads.counts(filter),
  })
  const countOf = (status: LeadStatus) => counts?.data.find((one) => one.status === status)
  const labelOf = (status: LeadStatus) => {
    const count = countOf(status)
    return count && count.count > 0 ? `${statusNames[status]} ${boundedNumber(count)}` : statusNames[status]
  }
  return (
    <SegmentedControl
      aria-label="Status"
      size="xs"
      data={[
        ...leadStatuses.map((status) => ({ value: status, label: labelOf(status) })),
        { value: 'all', label: 'All' },
      ]}
      value={queue}
      onChange={(value) =>
        onChange(value === 'new' ? undefined : [...leadStatuses, 'all' as const].find((one) => one === value))
      }
    />
  )
}
