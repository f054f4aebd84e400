import { Button } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { CreateSourceDialog } from './CreateSourceDialog.tsx'
import { sourceColumns } from './source-columns.tsx'
import { SourcePanel } from './SourcePanel.tsx'
import { useSources } from './use-sources.ts'

/** Where events come from: each source with its write key. */
export function SourcesPage() {
  const { source: openId, create } = useSearch({ from: '/sources' })
  const navigate = useNavigate({ from: '/sources' })
  const mayWrite = useMay()('sources:write')
  const list = useSources()
  const open = (id: string | undefined) => void navigate({ search: id ? { source: id } : {} })
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ search: { create: true } })}>
      Add a source
    </Button>
  )
  const opened = list.rows.find((source) => source.id === openId)
  return (
    <Page
      title="Sources"
      description="Your sites, apps and services. Each sends its events with its own write key."
      action={add}
    >
      <DataTable
        label="Sources"
        columns={sourceColumns}
        list={list}
        rowKey={(source) => source.id}
        onOpen={(source) => open(source.id)}
        empty={
          <EmptyState title="No sources yet" icon={<IconPlugConnected size={22} />} action={add}>
            A source is a site, an app or a service that records what customers do. Add one, paste its three
            lines, and the first people appear within seconds.
          </EmptyState>
        }
      />
      <SourcePanel source={opened ?? null} onClose={() => open(undefined)} />
      <CreateSourceDialog
        opened={mayWrite && create === true}
        onClose={() => open(undefined)}
        onCreated={open}
      />
    </Page>
  )
}
