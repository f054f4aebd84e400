import { queryOptions } from '@tanstack/react-query'
import type { RecordObject } from '../../model/rights.ts'
import { api } from '../api.ts'

/** What the reader may do with a record, why, whose it is, and with whom it is shared. */
export const accessQuery = (object: RecordObject, id: string) =>
  queryOptions({ queryKey: [object, 'access', id], queryFn: () => api.access.get(object, id) })
