import { useQuery } from '@tanstack/react-query'
import type { Source } from '../../model/source.ts'
import { api } from '../api.ts'

/** The source that a new installation sends its first event to; makes one when there is none yet. */
export function useFirstSource() {
  return useQuery({
    queryKey: ['sources', 'first'],
    queryFn: firstSource,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

async function firstSource(): Promise<Source> {
  const { data } = await api.sources.list()
  return data[0] ?? (await api.sources.create({ name: 'Website', kind: 'browser' }))
}
