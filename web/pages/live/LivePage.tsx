import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/Page.tsx'
import { Dropped } from './Dropped.tsx'
import { Stream } from './Stream.tsx'

/** What arrives right now with what each step did to it, and what was dropped and why. */
export function LivePage() {
  const { tab = 'stream' } = useSearch({ from: '/live' })
  const navigate = useNavigate({ from: '/live' })
  const choose = (value: string | null) =>
    void navigate({ search: value === 'dropped' ? { tab: 'dropped' } : {} })
  return (
    <Page
      title="Live events"
      description="Events as they arrive, with what each step of the pipeline did to them."
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="stream">Stream</Tabs.Tab>
          <Tabs.Tab value="dropped">Dropped</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="stream">
          <Stream />
        </Tabs.Panel>
        <Tabs.Panel value="dropped">
          <Dropped />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
