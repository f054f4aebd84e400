import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const REFRESH_MS = 20_000

/** How many notifications the reader has not read; asked again now and then while the page is in view. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: api.notifications.unread,
  refetchInterval: REFRESH_MS,
})
