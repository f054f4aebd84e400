import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../model/role.ts'
import { counted } from '../../lib/format.ts'
import { wholeList } from '../../lib/queries.ts'
import { rightsWords } from '../../lib/rights-words.ts'
import { rolesQuery } from '../../lib/roles.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { RolePanel } from './RolePanel.tsx'
import { TeamToolbar } from './TeamToolbar.tsx'

export type RolesSectionProps = {
  mayWrite: boolean
  /** The id of the role that is open, or `new`. */
  open: string | undefined
  onOpen: (role: string | undefined) => void
}

/** All roles, each opened to see or change what it gives. */
export function RolesSection({ mayWrite, open, onOpen }: RolesSectionProps) {
  const query = useQuery(rolesQuery)
  const roles = query.data?.data ?? []
  const shown = open === 'new' ? 'new' : (roles.find(({ id }) => id === open) ?? null)
  return (
    <>
      <TeamToolbar sentence="A role says how far its holder’s hands reach. Somebody may have several: the most generous counts.">
        {mayWrite && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onOpen('new')}>
            New role
          </Button>
        )}
      </TeamToolbar>
      <DataTable
        label="Roles"
        columns={columns}
        list={wholeList(query, roles)}
        rowKey={(role) => role.id}
        onOpen={(role) => onOpen(role.id)}
        empty={null}
      />
      <RolePanel role={shown} mayWrite={mayWrite} onClose={() => onOpen(undefined)} />
    </>
  )
}

const columns: Column<Role>[] = [
  {
    id: 'name',
    header: 'Role',
    width: '14rem',
    cell: (role) => (
      <>
        {role.name} {role.built_in && <Chip>built in</Chip>}
      </>
    ),
  },
  {
    id: 'rights',
    header: 'What it gives',
    wideOnly: true,
    cell: (role) => role.description || (rightsWords(role.rights)[2] ?? ''),
  },
  {
    id: 'users',
    header: 'Held by',
    width: '9rem',
    align: 'right',
    cell: (role) => (role.users === 0 ? 'nobody' : counted(role.users, 'colleague')),
  },
]
