import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/Page.tsx'
import { MailServer } from './MailServer.tsx'
import { SentMails } from './SentMails.tsx'

const tabs = ['server', 'sent'] as const

/** The server that takes Kith's mail, and what became of each mail. */
export function MailPage() {
  const { tab = 'server' } = useSearch({ from: '/settings/mail' })
  const navigate = useNavigate({ from: '/settings/mail' })
  return (
    <Page
      title="Mail"
      description="What Kith mails to colleagues: invitations, forgotten passwords, notifications. Owners set the server that sends it."
    >
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: tabs.find((one) => one === next) } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="server">Server</Tabs.Tab>
          <Tabs.Tab value="sent">Sent</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="server">
          <MailServer />
        </Tabs.Panel>
        <Tabs.Panel value="sent">
          <SentMails />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
