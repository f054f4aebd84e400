import type { InfiniteData } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Destination, destinationChange } from '../../../model/destination.ts'
import type { Page } from '../../../model/page.ts'
import { api } from '../../api.ts'
import { replaceRow, useList, useOptimisticEdit } from '../../lib/queries.ts'

const key = ['destinations', 'list']
const REFRESH_MS = 10_000
const ALL = 1000

export function useDestinations() {
  return useList({ key, fetch: api.destinations.list, limit: ALL, refetchInterval: REFRESH_MS })
}

type Fields = z.input<typeof destinationChange>
type Change = { id: string; fields: Fields }

/** Changes a destination; shows at once and can be taken back. */
export function useDestinationChange() {
  return useOptimisticEdit<InfiniteData<Page<Destination>>, Change>({
    key,
    touches: [['destinations']],
    apply: (cached, { id, fields }) =>
      replaceRow(
        cached,
        (row) => row.id === id,
        (row) => ({ ...row, ...defined(fields) }),
      ),
    save: ({ id, fields }) => api.destinations.change(id, fields),
    said: ({ fields }) => sentences[fieldOf(fields)](fields),
    undo: (before, { id, fields }) => {
      const was = before.pages.flatMap((page) => page.data).find((row) => row.id === id)
      return api.destinations.change(id, was ? { [fieldOf(fields)]: was[fieldOf(fields)] } : {})
    },
  })
}

const sentences = {
  name: ({ name }: Fields) => `Renamed to ${name}`,
  url: () => 'Address changed',
  segment_ids: () => 'Segments changed',
  enabled: ({ enabled }: Fields) => `Destination switched ${enabled ? 'on' : 'off'}`,
}

/** Each edit changes one field. */
function fieldOf(fields: Fields): keyof typeof sentences {
  if (fields.name !== undefined) return 'name'
  if (fields.url !== undefined) return 'url'
  return fields.segment_ids === undefined ? 'enabled' : 'segment_ids'
}

function defined(fields: Fields): Partial<Destination> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
