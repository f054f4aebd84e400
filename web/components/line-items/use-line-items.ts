import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deal } from '../../../model/deal.ts'
import type { LineItem, LineItemInput, LineItems } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { ApiError, sentenceOf } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'

type Write = { items: LineItemInput[]; follows?: boolean; said?: string }

/** Changes what is offered in a deal, each change saved at once; taking a line away can be undone. */
export function useLineItems(deal: Deal, now: LineItems) {
  const client = useQueryClient()
  const key = ['deals', 'items', deal.id]
  const [problem, setProblem] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: ({ items, follows }: Write) =>
      productsApi.setLineItems(deal.id, {
        items,
        ...(follows !== undefined && { follows }),
        version: client.getQueryData<LineItems>(key)?.version,
      }),
    onSuccess: async (after, { said }) => {
      const before = asInput(now.items)
      client.setQueryData(key, after)
      if (said) toastSaved(said, () => save.mutate({ items: before }))
      await client.invalidateQueries({ queryKey: ['deals'] })
    },
    onError: async (error) => {
      setProblem(sentenceOf(error))
      if (error instanceof ApiError && error.code === 'conflict')
        await client.invalidateQueries({ queryKey: ['deals'] })
    },
  })
  const write = (to: Write) => {
    setProblem(null)
    save.mutate(to)
  }
  const items = asInput(now.items)
  return {
    shown: now.items,
    problem,
    change: (place: number, to: Partial<LineItemInput>) =>
      write({ items: items.map((item, at) => (at === place ? { ...item, ...to } : item)) }),
    add: (item: LineItemInput) =>
      write({ items: [...items, item], ...(items.length === 0 && { follows: true }) }),
    move: (place: number, by: -1 | 1) => write({ items: moved(items, place, by) }),
    remove: (place: number) =>
      write({
        items: items.filter((_, at) => at !== place),
        said: `${now.items[place]?.name ?? 'The line'} taken away`,
      }),
    follow: (follows: boolean) => write({ items, follows }),
  }
}

function asInput(items: LineItem[]): LineItemInput[] {
  return items.map(({ id: _id, net: _net, ...item }) => item)
}

function moved(items: LineItemInput[], place: number, by: -1 | 1): LineItemInput[] {
  const to = place + by
  const [item] = items.slice(place, place + 1)
  if (!item || to < 0 || to >= items.length) return items
  const rest = items.filter((_, at) => at !== place)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}
