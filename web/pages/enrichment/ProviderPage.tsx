import { Alert, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { EnrichmentProvider } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { exactTime, money } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { LookupLog } from './LookupLog.tsx'
import { ofLimit, ProviderState } from './provider-columns.tsx'
import { ProviderActions } from './ProviderActions.tsx'
import { ProviderEditor } from './ProviderEditor.tsx'
import { Runs } from './Runs.tsx'
import { TryProvider } from './TryProvider.tsx'

const route = getRouteApi('/settings/enrichment/$id')
const tabs = ['setup', 'try', 'many', 'log'] as const
const REFRESH_MS = 5_000

/** A provider: how it is asked, a try, asking about many, and what came of it. */
export function ProviderPage() {
  const { id } = route.useParams()
  const { tab = 'setup' } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('destinations:write')
  const query = useQuery({
    queryKey: ['enrichment', 'one', id],
    queryFn: () => enrichmentApi.get(id),
    refetchInterval: REFRESH_MS,
  })
  const parent = <TextLink {...links.enrichment()}>Enrichment</TextLink>
  if (!query.data)
    return (
      <RecordState
        query={query}
        title="Provider"
        parent={parent}
        missing="There is no enrichment provider at this address"
      />
    )
  const provider = query.data
  return (
    <Page
      title={provider.name}
      parent={parent}
      note={<ProviderState provider={provider} />}
      description={<Spending provider={provider} />}
      action={mayWrite && <ProviderActions provider={provider} />}
    >
      {provider.paused && (
        <Alert color="yellow" variant="light" py="xs" mb="md" c="inherit" role="status">
          Nobody is asked until {exactTime(provider.paused.until)}. {provider.paused.reason}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: tabs.find((one) => one === next) }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="setup">Set up</Tabs.Tab>
          {mayWrite && <Tabs.Tab value="try">Try</Tabs.Tab>}
          <Tabs.Tab value="many">Ask about many</Tabs.Tab>
          <Tabs.Tab value="log">Log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="setup">
          <ProviderEditor key={provider.version} provider={provider} isReadOnly={!mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TryProvider provider={provider} />
        </Tabs.Panel>
        <Tabs.Panel value="many">
          <Runs provider={provider} mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <LookupLog provider={provider.id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Spending({ provider: { spent, definition } }: { provider: EnrichmentProvider }) {
  const { limits, price } = definition
  return (
    <Text span inherit>
      Asked {ofLimit(spent.today.requests, limits.per_day)} today and{' '}
      {ofLimit(spent.month.requests, limits.per_month)} this month: {money(spent.month.cost, price.currency)}{' '}
      spent.
    </Text>
  )
}
