import { IconUsers } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Page } from '../../model/page.ts'
import type { PersonRow } from '../../model/person.ts'
import { links } from '../lib/links.ts'
import { useList } from '../lib/queries.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { colleagueColumns } from './person-columns.tsx'

export type PeopleTableProps = {
  label: string
  queryKey: QueryKey
  fetch: (page: { cursor?: string | undefined; limit: number }) => Promise<Page<PersonRow>>
  /** Said when there is nobody. */
  nothing: string
}

/** The people who belong to another record. */
export function PeopleTable({ label, queryKey, fetch, nothing }: PeopleTableProps) {
  const navigate = useNavigate()
  const list = useList({ key: queryKey, fetch })
  return (
    <DataTable
      label={label}
      columns={colleagueColumns}
      list={list}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate(links.person(row.id))}
      empty={
        <EmptyState title="No people yet" icon={<IconUsers size={22} />}>
          {nothing}
        </EmptyState>
      }
    />
  )
}
