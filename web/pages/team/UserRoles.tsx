import { useQuery, type InfiniteData } from '@tanstack/react-query'
import type { User } from '../../../model/access.ts'
import type { Page } from '../../../model/page.ts'
import { api } from '../../api.ts'
import { replaceRow, useOptimisticEdit } from '../../lib/queries.ts'
import { rolesQuery } from '../../lib/roles.ts'
import { RolesField, useIsOwner } from './RolesField.tsx'

/** The roles of a colleague, changed in place by who may. */
export function UserRoles({ user, mayChange }: { user: User; mayChange: boolean }) {
  const change = useRolesChange(user)
  const iAmOwner = useIsOwner()
  if (!mayChange || (user.roles.includes('owner') && !iAmOwner)) return <RoleNames ids={user.roles} />
  return (
    <RolesField
      size="xs"
      aria-label={`Roles of ${user.name}`}
      value={user.roles}
      onChange={(roles) => change.mutate(roles)}
    />
  )
}

function RoleNames({ ids }: { ids: string[] }) {
  const { data } = useQuery(rolesQuery)
  return (data?.data ?? [])
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ')
}

function useRolesChange(user: User) {
  return useOptimisticEdit<InfiniteData<Page<User>>, string[]>({
    key: ['users'],
    apply: (cached, roles) =>
      replaceRow(
        cached,
        (row) => row.id === user.id,
        (row) => ({ ...row, roles }),
      ),
    save: (roles) => api.users.change(user.id, { roles }),
    said: () => `Roles of ${user.name} changed`,
    undo: () => api.users.change(user.id, { roles: user.roles }),
    about: () => `roles of ${user.id}`,
    touches: [['roles']],
  })
}
