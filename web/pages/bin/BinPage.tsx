import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { editsApi } from '../../api-edits.ts'
import { objectsQuery } from '../../lib/object-queries.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { binColumns } from './bin-columns.tsx'

/** What was deleted in the last 30 days, to be put back. */
export function BinPage() {
  const list = useList({ key: ['bin'], fetch: editsApi.bin })
  const { data: objects = [] } = useQuery(objectsQuery)
  return (
    <Page title="Bin" description="What was deleted stays here for 30 days.">
      <DataTable
        label="Bin"
        columns={binColumns(objects)}
        list={list}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="The bin is empty" icon={<IconTrash size={22} />}>
            People, companies, deals and other records come here when they are deleted, and can be put back
            for 30 days.
          </EmptyState>
        }
      />
    </Page>
  )
}
