import type { ReactNode } from 'react'
import { dealSorts } from '../../../model/deal-lists.ts'
import type { Deal, DealSort } from '../../../model/deal.ts'
import { api, type DealsQuery } from '../../api.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { dealColumns } from './deal-columns.tsx'

export type DealsTableProps = {
  query: DealsQuery
  onSort: (sort: DealSort | undefined) => void
  onOpen: (deal: Deal) => void
  /** Shown when there is no deal. */
  empty: ReactNode
}

export function DealsTable({ query, onSort, onOpen, empty }: DealsTableProps) {
  const stageOf = useStageOf()
  const list = useList({
    key: ['deals', 'list', query],
    fetch: (page) => api.deals.list(query, page),
    keepRows: true,
  })
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
      empty={empty}
    />
  )
}
