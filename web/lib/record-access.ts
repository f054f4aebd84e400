import { queryOptions } from '@tanstack/react-query'
import { api, type AccessPath } from '../api.ts'

/** What the reader may do with a record, why, whose it is, and with whom it is shared. */
export const accessQuery = (object: AccessPath, id: string) =>
  queryOptions({ queryKey: [object, 'access', id], queryFn: () => api.access.get(object, id) })
