import {
  MutationCache,
  QueryCache,
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryKey,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Page } from '../../model/page.ts'
import { ApiError, sentenceOf } from './http.ts'
import { toastError, toastSaved } from './toasts.tsx'

const PAGE_ROWS = 50
const PAGES_REREAD = 3
const FRESH_MS = 10_000

/** The cache of answers. A refusal is not asked again; a server that does not answer is, twice. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEndOfSession }),
  mutationCache: new MutationCache({ onError: noticeEndOfSession }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.code === 'offline' || error.status > 500),
    },
  },
})

export type ListOptions<Row> = {
  key: QueryKey
  /** Fetches one page; `useList` gives the cursor and the number of rows. */
  fetch: (page: { cursor?: string | undefined; limit: number }) => Promise<Page<Row>>
  limit?: number
  enabled?: boolean
  /** Milliseconds after which the list is read again by itself, while its reader is near the top. */
  refetchInterval?: number
  /** Shows the rows before while those of a changed search or filter are on their way. */
  keepRows?: boolean
}

/**
 * A list that grows by pages as its reader scrolls. `rows` holds all pages so far;
 * hand the whole result to `DataTable` as `list`.
 */
export function useList<Row>({
  key,
  fetch,
  limit = PAGE_ROWS,
  keepRows = false,
  refetchInterval = 0,
  ...options
}: ListOptions<Row>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetch({ limit, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Row>) => page.next,
    ...(keepRows && { placeholderData: keepPreviousData }),
    refetchInterval: ({ state }) => isNearTop(state.data) && refetchInterval > 0 && refetchInterval,
    ...options,
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.data) ?? [],
    isPending: query.isPending,
    isFetchingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage,
    error: query.error,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  }
}

/** Reading again means every page that was read; whoever has scrolled far down is spared that. */
function isNearTop(data: InfiniteData<unknown> | undefined): boolean {
  return (data?.pages.length ?? 0) <= PAGES_REREAD
}

export type List<Row> = ReturnType<typeof useList<Row>>

/** A list that came whole with another answer, for `DataTable`. */
export function wholeList<Row>(query: UseQueryResult<unknown>, rows: Row[] | undefined): List<Row> {
  return {
    rows: rows ?? [],
    isPending: query.isPending,
    isFetchingMore: false,
    hasMore: false,
    error: query.error,
    more: () => undefined,
    again: () => void query.refetch(),
  }
}

export type Edit<Cached, Input> = {
  /** The cached answer that the edit shows in at once. */
  key: QueryKey
  apply: (cached: Cached, input: Input) => Cached
  save: (input: Input) => Promise<unknown>
  /** The sentence of the toast, such as "Deal moved to Won". */
  said: (input: Input) => string
  /** Takes the edit back, given what was there before; adds "Undo" to the toast. */
  undo?: (before: Cached, input: Input) => Promise<unknown>
  /** Names what is edited, so that the next edit of the same takes the place of this one's toast. */
  about?: (input: Input) => string
  /** Other answers that the edit makes stale. */
  touches?: QueryKey[]
}

/**
 * An edit that shows before the server has answered, rolls back with the reason when it is refused,
 * and offers "Undo" when it has been saved.
 */
export function useOptimisticEdit<Cached, Input>(edit: Edit<Cached, Input>) {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([edit.key, ...(edit.touches ?? [])].map((queryKey) => client.invalidateQueries({ queryKey })))
  return useMutation({
    mutationKey: edit.key,
    // One after the other, as they were made: the second may build on the first.
    scope: { id: JSON.stringify(edit.key) },
    mutationFn: edit.save,
    onMutate: async (input: Input) => {
      await client.cancelQueries({ queryKey: edit.key })
      const before = client.getQueryData<Cached>(edit.key)
      if (before !== undefined) client.setQueryData<Cached>(edit.key, edit.apply(before, input))
      return before
    },
    onError: (error, _input, before) => {
      if (before !== undefined) client.setQueryData<Cached>(edit.key, before)
      toastError(error)
    },
    onSuccess: (_answer, input, before) => {
      const { undo } = edit
      const back = undo && before !== undefined && (() => void takeBack(undo(before, input), refresh))
      toastSaved(edit.said(input), back || undefined, edit.about?.(input))
    },
    // Reading again while another edit is on its way would show the time before it.
    onSettled: () => (client.isMutating({ mutationKey: edit.key }) === 1 ? refresh() : undefined),
  })
}

/** Replaces one row in the pages of a `useList`, for the `apply` of an edit. */
export function replaceRow<Row>(
  cached: InfiniteData<Page<Row>>,
  isRow: (row: Row) => boolean,
  change: (row: Row) => Row,
): InfiniteData<Page<Row>> {
  const pages = cached.pages.map((page) => ({
    ...page,
    data: page.data.map((row) => (isRow(row) ? change(row) : row)),
  }))
  return { ...cached, pages }
}

/** The shell watches the session: once it reads that nobody is signed in, it leads to the sign-in page. */
function noticeEndOfSession(error: unknown) {
  if (error instanceof ApiError && error.code === 'unauthenticated') {
    void queryClient.invalidateQueries({ queryKey: ['session'] })
  }
}

async function takeBack(undone: Promise<unknown>, refresh: () => Promise<unknown>) {
  try {
    await undone
    toastSaved('Undone')
  } catch (error) {
    toastError(error, `Undo did not work: ${sentenceOf(error)}`)
  } finally {
    await refresh()
  }
}
