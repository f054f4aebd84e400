import { Button } from '@mantine/core'
import { IconBriefcase } from '@tabler/icons-react'
import { dealSorts, type Deal, type DealSort } from '../../../model/deal.ts'
import { api, type DealsQuery } from '../../api.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { dealColumns } from './deal-columns.tsx'

export type DealsTableProps = {
  query: DealsQuery
  onSort: (sort: DealSort | undefined) => void
  onOpen: (deal: Deal) => void
  onClear: () => void
}

export function DealsTable({ query, onSort, onOpen, onClear }: DealsTableProps) {
  const stageOf = useStageOf()
  const list = useList({ key: ['deals', 'list', query], fetch: (page) => api.deals.list(query, page), keepRows: true })
  return (
    <DataTable
      label="Deals"
      columns={dealColumns(stageOf)}
      list={list}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      sort={{
        value: query.sort ?? '-updated_at',
        onChange: (chosen) => onSort(dealSorts.find((sort) => sort === chosen)),
      }}
      empty={<NoDeal filtered={isFiltered(query)} onClear={onClear} />}
    />
  )
}

function NoDeal({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        title="No deal matches"
        icon={<IconBriefcase size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search and filters
          </Button>
        }
      >
        Take a filter away, or search for a part of the deal’s name.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No deals yet" icon={<IconBriefcase size={22} />}>
      A deal is something that may be sold to a person or a company. Make one with “New deal”, or from a person’s page.
    </EmptyState>
  )
}

function isFiltered({ search, person, company, stage }: DealsQuery): boolean {
  return [search, person, company, stage].some((one) => one !== undefined)
}
