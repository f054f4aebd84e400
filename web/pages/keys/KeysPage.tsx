import { Button, Tabs } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ApiKey } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { BrowserKeys } from './BrowserKeys.tsx'
import { CreateKeyDialog } from './CreateKeyDialog.tsx'
import { keyColumns } from './key-columns.tsx'

const route = getRouteApi('/settings/keys')
const tabs = ['api', 'browser'] as const
const descriptions = {
  api: 'API keys let programs read and write through the API. To send events, use the write key of a source.',
  browser: 'Browser keys let pages read a little of their own anonymous visitor. They are no secret.',
}

/** Keys for programs that use the API, each with what it may do, and for pages that read something of their visitor. */
export function KeysPage() {
  const mayWrite = useMay()('keys:write')
  const { tab = 'api', key } = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, { open, close }] = useDisclosure(false)
  const openKey = (next: string | undefined) => void navigate({ search: { tab: 'browser', key: next } })
  const create = mayWrite && (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={tab === 'browser' ? () => openKey('new') : open}
    >
      {tab === 'browser' ? 'Create a browser key' : 'Create a key'}
    </Button>
  )
  return (
    <Page title="Keys" description={descriptions[tab]} action={create}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: tabs.find((one) => one === next) } })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="api">API keys</Tabs.Tab>
          <Tabs.Tab value="browser">Browser keys</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="api">
          <ApiKeys mayWrite={mayWrite} create={create} />
        </Tabs.Panel>
        <Tabs.Panel value="browser">
          <BrowserKeys mayWrite={mayWrite} create={create} openId={key} onOpen={openKey} />
        </Tabs.Panel>
      </Tabs>
      <CreateKeyDialog opened={creating} onClose={close} />
    </Page>
  )
}

function ApiKeys({ mayWrite, create }: { mayWrite: boolean; create: ReactNode }) {
  const list = useList<ApiKey>({ key: ['keys'], fetch: api.keys.list })
  return (
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
  )
}
