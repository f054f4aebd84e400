import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Favourite, FavouriteInput } from '../../model/saved-view.ts'
import { api } from '../api.ts'
import { links } from './links.ts'
import { toastError } from './toasts.tsx'

const FRESH_MS = 60_000

/** The views and records in the reader's navigation. */
export const favouritesQuery = queryOptions({
  queryKey: ['favourites'],
  queryFn: async () => (await api.favourites.list()).data,
  staleTime: FRESH_MS,
})

/** Whether something is in the reader's navigation, and what puts it there or takes it out. */
export function useFavourite(input: FavouriteInput): { isKept: boolean; toggle: () => void } {
  const client = useQueryClient()
  const { data = [] } = useQuery(favouritesQuery)
  const kept = data.find(({ kind, target_id }) => kind === input.kind && target_id === input.target_id)
  const toggle = async () => {
    await (kept ? api.favourites.remove(kept.id) : api.favourites.add(input)).catch(toastError)
    await client.invalidateQueries({ queryKey: ['favourites'] })
  }
  return { isKept: kept !== undefined, toggle: () => void toggle() }
}

/** The way to a favourite. */
export function linkOf({ kind, object, target_id: id }: Favourite) {
  const isView = kind === 'view'
  switch (object) {
    case 'person':
      return isView ? links.people({ saved: id }) : links.person(id)
    case 'company':
      return isView ? links.companies({ saved: id }) : links.company(id)
    case 'deal':
      return isView ? links.deals({ view: 'list', saved: id }) : links.deals({ deal: id })
    case 'product':
      return links.products(isView ? { saved: id } : { product: id })
    default:
      return links.records(object, isView ? { saved: id } : { record: id })
  }
}
