import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/Page.tsx'
import { CompaniesFromEmail } from './CompaniesFromEmail.tsx'
import { ConnectedIdentifiers } from './ConnectedIdentifiers.tsx'
import { Households } from './Households.tsx'
import { RuleHistory } from './RuleHistory.tsx'
import { Rules } from './Rules.tsx'

const others = ['companies', 'households', 'connected', 'history'] as const

/** By which rules Kith works out who is who: what holds, what a change would do, and what was changed when. */
export function IdentityRulesPage() {
  const { tab = 'rules' } = useSearch({ from: '/settings/identity' })
  const navigate = useNavigate({ from: '/settings/identity' })
  const choose = (value: string | null) =>
    void navigate({ search: { tab: others.find((one) => one === value) } })
  return (
    <Page
      title="Identity rules"
      description="What makes two visitors one person. A change is drafted first, shows whom it would split and merge, and can be rolled back."
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="companies">Companies</Tabs.Tab>
          <Tabs.Tab value="households">Households</Tabs.Tab>
          <Tabs.Tab value="connected">Over-connected</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <Rules />
        </Tabs.Panel>
        <Tabs.Panel value="companies">
          <CompaniesFromEmail />
        </Tabs.Panel>
        <Tabs.Panel value="households">
          <Households />
        </Tabs.Panel>
        <Tabs.Panel value="connected">
          <ConnectedIdentifiers />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <RuleHistory />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
