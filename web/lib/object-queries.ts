import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const FRESH_MS = 60_000

/** The kinds of records there are. */
export const objectsQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: async () => (await api.objects.list()).data,
  staleTime: FRESH_MS,
})

/** The fields of an object that are in use. */
export const fieldsQuery = (object: string) =>
  queryOptions({
    queryKey: ['objects', object, 'fields'],
    queryFn: async () => (await api.objects.fields(object)).data,
    staleTime: FRESH_MS,
  })
