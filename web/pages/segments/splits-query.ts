import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

const REFRESH_MS = 5_000

/** The random groups that a segment was divided into. */
export const splitsQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'splits', id],
    queryFn: () => api.segments.splits(id),
    refetchInterval: REFRESH_MS,
  })
