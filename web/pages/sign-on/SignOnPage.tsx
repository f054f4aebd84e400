import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/Page.tsx'
import { Addresses } from './Addresses.tsx'
import { Providers } from './Providers.tsx'
import { SignOnRules } from './SignOnRules.tsx'

const tabs = ['rules', 'providers', 'addresses'] as const

/** How one signs in here: second factor and passwords, providers, and from which addresses. */
export function SignOnPage() {
  const { tab = 'rules' } = useSearch({ from: '/settings/sign-on' })
  const navigate = useNavigate({ from: '/settings/sign-on' })
  return (
    <Page
      title="Sign-on"
      description="How people prove who they are, and from where. Owners decide about it."
    >
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: tabs.find((one) => one === next) } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="providers">Providers</Tabs.Tab>
          <Tabs.Tab value="addresses">Addresses</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <SignOnRules />
        </Tabs.Panel>
        <Tabs.Panel value="providers">
          <Providers />
        </Tabs.Panel>
        <Tabs.Panel value="addresses">
          <Addresses />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
