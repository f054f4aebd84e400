import type { InfiniteData } from '@tanstack/react-query'
import type { Page } from '../../../model/page.ts'
import type { TraitChange, TraitInfo } from '../../../model/trait.ts'
import { api } from '../../api.ts'
import { replaceRow, useOptimisticEdit } from '../../lib/queries.ts'

type Change = { name: string; change: TraitChange; said: string }

/** Changes what is said about a trait; shows at once and can be taken back. */
export function useTraitChange(search: string) {
  return useOptimisticEdit<InfiniteData<Page<TraitInfo>>, Change>({
    key: ['traits', 'list', search],
    touches: [['traits'], ['people'], ['session']],
    apply: (cached, { name, change: { description, sensitive } }) =>
      replaceRow(
        cached,
        (row) => row.name === name,
        (row) => ({
          ...row,
          ...(description !== undefined && { description }),
          ...(sensitive !== undefined && { sensitive }),
        }),
      ),
    save: ({ name, change }) => api.traits.change(name, change),
    said: ({ said }) => said,
    about: ({ name }) => `trait ${name}`,
    undo: (before, { name, change }) => {
      const was = before.pages.flatMap((page) => page.data).find((row) => row.name === name)
      if (!was) return Promise.resolve()
      return api.traits.change(name, {
        ...(change.description !== undefined && { description: was.description }),
        ...(change.sensitive !== undefined && { sensitive: was.sensitive }),
        ...(change.source_order && { source_order: was.source_order.map(({ id }) => id) }),
      })
    },
  })
}
