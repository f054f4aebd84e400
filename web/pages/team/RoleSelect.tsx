import { NativeSelect } from '@mantine/core'
import type { InfiniteData } from '@tanstack/react-query'
import type { User } from '../../../model/access.ts'
import type { Page } from '../../../model/page.ts'
import { roleNames, roles, type Role } from '../../../model/roles.ts'
import { api } from '../../api.ts'
import { replaceRow, useOptimisticEdit } from '../../lib/queries.ts'
import { useSession } from '../../lib/session.ts'

/** Changes the role of a colleague in place. Only an owner makes or unmakes owners. */
export function RoleSelect({ user }: { user: User }) {
  const change = useRoleChange(user)
  const iAmOwner = useSession().user?.role === 'owner'
  const offered = roles.filter((role) => iAmOwner || role !== 'owner')
  if (user.role === 'owner' && !iAmOwner) return roleNames.owner
  return (
    <NativeSelect
      size="xs"
      aria-label={`Role of ${user.name}`}
      data={offered.map((role) => ({ value: role, label: roleNames[role] }))}
      value={user.role}
      onChange={(event) => change.mutate(roleOf(event.currentTarget.value))}
    />
  )
}

function useRoleChange(user: User) {
  return useOptimisticEdit<InfiniteData<Page<User>>, Role>({
    key: ['users'],
    apply: (cached, role) =>
      replaceRow(
        cached,
        (row) => row.id === user.id,
        (row) => ({ ...row, role }),
      ),
    save: (role) => api.users.change(user.id, { role }),
    said: (role) => `${user.name} is now ${roleNames[role]}`,
    undo: () => api.users.change(user.id, { role: user.role }),
  })
}

export const roleOf = (value: string): Role => roles.find((role) => role === value) ?? 'read_only'
