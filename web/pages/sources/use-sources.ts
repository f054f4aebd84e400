import type { InfiniteData } from '@tanstack/react-query'
import type { Page } from '../../../model/page.ts'
import type { Source } from '../../../model/source.ts'
import { api } from '../../api.ts'
import { replaceRow, useList, useOptimisticEdit } from '../../lib/queries.ts'

const key = ['sources', 'list']
const REFRESH_MS = 10_000

export function useSources() {
  return useList({ key, fetch: api.sources.list, refetchInterval: REFRESH_MS })
}

type Change = { id: string; name?: string; enabled?: boolean }

/** Renames a source or switches it on or off; shows at once and can be taken back. */
export function useSourceChange() {
  return useOptimisticEdit<InfiniteData<Page<Source>>, Change>({
    key,
    touches: [['sources']],
    apply: (cached, { id, ...change }) =>
      replaceRow(
        cached,
        (row) => row.id === id,
        (row) => ({ ...row, ...change }),
      ),
    save: ({ id, ...change }) => api.sources.change(id, change),
    said: ({ name, enabled }) => (name ? `Renamed to ${name}` : `Source switched ${enabled ? 'on' : 'off'}`),
    undo: (before, { id, name, enabled }) => {
      const was = before.pages.flatMap((page) => page.data).find((row) => row.id === id)
      return api.sources.change(id, {
        ...(was && name !== undefined && { name: was.name }),
        ...(was && enabled !== undefined && { enabled: was.enabled }),
      })
    },
  })
}
