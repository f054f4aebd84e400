import { queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SavedView, ViewConfig } from '../../model/saved-view.ts'
import { api } from '../api.ts'
import type { listSearch } from '../search-params.ts'

const FRESH_MS = 60_000

/** The views of an object that the reader gets to see. */
export const viewsQuery = (object: string) =>
  queryOptions({
    queryKey: ['views', object],
    queryFn: async () => (await api.views.list(object)).data,
    staleTime: FRESH_MS,
  })

export type ListSearch = z.output<typeof listSearch>

/** A list as the address and its view together say it. */
export type ListState = {
  view: SavedView | undefined
  config: ViewConfig
  /** Whether the address has something that the view has not. */
  isChanged: boolean
}

const parts = ['filter', 'search', 'columns', 'sort', 'group', 'totals'] as const

/** What a list shows: its view, the reader's default without one, and above it what the address says. */
export function useListState(object: string, search: ListSearch): ListState & { isPending: boolean } {
  const views = useQuery(viewsQuery(object))
  const view = viewOf(views.data ?? [], search)
  // A list must not show everything before it is known which view it opens with.
  return { ...stateOf(view, search), isPending: views.isPending && search.saved !== 'all' }
}

function viewOf(views: SavedView[], search: ListSearch): SavedView | undefined {
  if (search.saved === 'all') return undefined
  if (search.saved) return views.find(({ id }) => id === search.saved)
  return isPlain(search) ? views.find((one) => one.is_default) : undefined
}

/** Whoever follows a link to people of a company wants those, not their own default. */
function isPlain(search: ListSearch): boolean {
  return parts.every((part) => search[part] === undefined)
}

/** Puts the address above the view. An empty text or filter takes away what the view has. */
export function stateOf(view: SavedView | undefined, search: ListSearch): ListState {
  const saved: ViewConfig = view?.config ?? {}
  const given = parts.filter((part) => search[part] !== undefined)
  const changes = Object.fromEntries(given.map((part) => [part, search[part]]))
  const config = withoutEmpty({ ...saved, ...changes })
  return { view, config, isChanged: JSON.stringify(sorted(config)) !== JSON.stringify(sorted(saved)) }
}

/** What the address has to say for a list to look like this above its view. */
export function changesFrom(view: SavedView | undefined, config: ViewConfig): Omit<ListSearch, 'saved'> {
  const saved: ViewConfig = view?.config ?? {}
  const nothing: Required<ViewConfig> = {
    filter: { match: 'all', conditions: [] },
    search: '',
    columns: [],
    sort: '',
    group: '',
    totals: [],
  }
  return Object.fromEntries(
    parts.map((part) => {
      if (JSON.stringify(config[part]) === JSON.stringify(saved[part])) return [part, undefined]
      return [part, config[part] ?? (part === 'columns' ? undefined : nothing[part])]
    }),
  )
}

function withoutEmpty(config: ViewConfig): ViewConfig {
  const isEmpty = (part: unknown) =>
    part === '' || part === undefined || (Array.isArray(part) && part.length === 0)
  const full = Object.entries(config).filter(([, part]) => !isEmpty(part))
  const { filter, ...rest }: ViewConfig = Object.fromEntries(full)
  return filter && filter.conditions.length > 0 ? { ...rest, filter } : rest
}

function sorted(config: ViewConfig): [string, unknown][] {
  return Object.entries(config).toSorted(([a], [b]) => a.localeCompare(b))
}
