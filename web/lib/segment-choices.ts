import { queryOptions, useQuery } from '@tanstack/react-query'
import type { NameOf } from '../../model/segment-words.ts'
import { api } from '../api.ts'

const MOST = 1000

/** All segments by name, to choose from. */
export const segmentChoicesQuery = queryOptions({
  queryKey: ['segments', 'choices'],
  queryFn: async () => {
    const { data } = await api.segments.list({ limit: MOST })
    return data.map(({ id, name, kind, members, folder }) => ({
      value: id,
      label: name,
      kind,
      members,
      folder,
    }))
  },
})

/** The names of segments by their ids, for sentences that name them; undefined until they have arrived. */
export function useSegmentNames(): NameOf {
  const { data = [] } = useQuery(segmentChoicesQuery)
  return (id) => data.find(({ value }) => value === id)?.label
}
