import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { AddUserDialog } from './AddUserDialog.tsx'
import { RolesTable } from './RolesTable.tsx'
import { useUserColumns } from './user-columns.tsx'

/** Who may sign in, and what each role may do. */
export function TeamPage() {
  const mayWrite = useMay()('users:write')
  const [adding, { open, close }] = useDisclosure(false)
  const list = useList({ key: ['users'], fetch: api.users.list })
  const columns = useUserColumns()
  const add = mayWrite && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
      Add a colleague
    </Button>
  )
  return (
    <Page title="Team and roles" description="Who may sign in, and what each of them may do." action={add}>
      <DataTable
        label="Team"
        columns={columns}
        list={list}
        rowKey={(user) => user.id}
        empty={
          <EmptyState title="Nobody here" icon={<IconUsers size={22} />} action={add}>
            Colleagues sign in with their own account, and their role says what they may do.
          </EmptyState>
        }
      />
      <RolesTable />
      <AddUserDialog opened={adding} onClose={close} />
    </Page>
  )
}
