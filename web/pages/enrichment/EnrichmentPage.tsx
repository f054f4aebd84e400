import { Button } from '@mantine/core'
import { IconPlus, IconSparkles } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { enrichmentApi } from '../../api-enrichment.ts'
import { links } from '../../lib/links.ts'
import { wholeList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { NewProviderDialog } from './NewProviderDialog.tsx'
import { providerColumns } from './provider-columns.tsx'

const route = getRouteApi('/settings/enrichment')
const REFRESH_MS = 10_000

/** The services that are asked about people and companies. */
export function EnrichmentPage() {
  const { create } = route.useSearch()
  const navigate = useNavigate()
  const mayWrite = useMay()('destinations:write')
  const query = useQuery({
    queryKey: ['enrichment', 'providers'],
    queryFn: enrichmentApi.list,
    refetchInterval: REFRESH_MS,
  })
  const setCreate = (on: boolean) => void navigate(links.enrichment(on ? { create: true } : {}))
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreate(true)}>
      Add a provider
    </Button>
  )
  return (
    <Page
      title="Enrichment"
      description="Services elsewhere that know more about people and companies: what they say is written with its source, within the limits you set."
      action={add}
    >
      <DataTable
        label="Providers"
        columns={providerColumns}
        list={wholeList(query, query.data?.data)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate(links.enrichmentProvider(id))}
        empty={
          <EmptyState title="No provider yet" icon={<IconSparkles size={22} />} action={add}>
            Shapes for Clearbit-like and Experian-like services are ready: give the key, try it on one person,
            then switch it on. Nobody is asked before that.
          </EmptyState>
        }
      />
      {mayWrite && create && <NewProviderDialog onClose={() => setCreate(false)} />}
    </Page>
  )
}
