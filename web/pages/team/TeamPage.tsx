import { Button, Tabs } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { AddUserDialog } from './AddUserDialog.tsx'
import { RolesSection } from './RolesSection.tsx'
import { TeamsSection } from './TeamsSection.tsx'
import { useUserColumns } from './user-columns.tsx'

const tabs = ['people', 'roles', 'teams'] as const

/** Who may sign in, what each role may do, and who belongs together. */
export function TeamPage() {
  const mayWrite = useMay()('users:write')
  const { tab = 'people', role } = useSearch({ from: '/settings/team' })
  const navigate = useNavigate({ from: '/settings/team' })
  const [adding, { open, close }] = useDisclosure(false)
  const add = mayWrite && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
      Add a colleague
    </Button>
  )
  return (
    <Page title="Team and roles" description="Who may sign in, and what each of them may do." action={add}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: tabs.find((one) => one === next) } })}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="people">Colleagues</Tabs.Tab>
          <Tabs.Tab value="roles">Roles</Tabs.Tab>
          <Tabs.Tab value="teams">Teams</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <Colleagues add={add} />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <RolesSection
            mayWrite={mayWrite}
            open={role}
            onOpen={(next) => void navigate({ search: { tab: 'roles', role: next } })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <TeamsSection mayWrite={mayWrite} />
        </Tabs.Panel>
      </Tabs>
      <AddUserDialog opened={adding} onClose={close} />
    </Page>
  )
}

function Colleagues({ add }: { add: ReactNode }) {
  const list = useList({ key: ['users'], fetch: api.users.list })
  const columns = useUserColumns()
  return (
    <DataTable
      label="Team"
      columns={columns}
      list={list}
      rowKey={(user) => user.id}
      empty={
        <EmptyState title="Nobody here" icon={<IconUsers size={22} />} action={add}>
          Colleagues sign in with their own account, and their roles say what they may do.
        </EmptyState>
      }
    />
  )
}
