import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '../../model/roles.ts'
import { api } from '../api.ts'

/** Who is signed in; read once before the first page and again whenever the server says that the session ended. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: api.session.get,
  staleTime: Number.POSITIVE_INFINITY,
})

export function useSession() {
  return useSuspenseQuery(sessionQuery).data
}

/** Tells whether the reader's role allows this: `const may = useMay(); may('deals:write')`. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}
