import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const MOST = 1000

/** All segments by name, to choose from. */
export const segmentChoicesQuery = queryOptions({
  queryKey: ['segments', 'choices'],
  queryFn: async () => {
    const { data } = await api.segments.list({ limit: MOST })
    return data.map(({ id, name }) => ({ value: id, label: name }))
  },
})
