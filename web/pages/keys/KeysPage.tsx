import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPlus } from '@tabler/icons-react'
import type { ApiKey } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { CreateKeyDialog } from './CreateKeyDialog.tsx'
import { keyColumns } from './key-columns.tsx'

/** Keys for programs that use the API, each with what it may do. */
export function KeysPage() {
  const mayWrite = useMay()('keys:write')
  const [creating, { open, close }] = useDisclosure(false)
  const list = useList<ApiKey>({ key: ['keys'], fetch: api.keys.list })
  const create = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Create a key
    </Button>
  )
  return (
    <Page
      title="Keys"
      description="API keys let programs read and write through the API. To send events, use the write key of a source."
      action={create}
    >
      <DataTable
        label="API keys"
        columns={keyColumns(mayWrite)}
        list={list}
        rowKey={(key) => key.id}
        empty={
          <EmptyState title="No keys yet" icon={<IconKey size={22} />} action={create}>
            A key opens the API for a program of yours, and only for what you allow it: reading profiles into
            your shop, say, or making deals from a form.
          </EmptyState>
        }
      />
      <CreateKeyDialog opened={creating} onClose={close} />
    </Page>
  )
}
