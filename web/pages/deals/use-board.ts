import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BoardSearch } from '../../../model/deal-board.ts'
import type { BoardColumn } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { toastError } from '../../lib/toasts.tsx'
import { appendCards } from './board.ts'

const REFRESH_MS = 15_000
const MOST = 1000

export const boardKey = (query: BoardSearch) => ['deals', 'board', query]

/** The board, and what fetches more cards of one column. Cards fetched once stay when the board is read again. */
export function useBoard(query: BoardSearch) {
  const client = useQueryClient()
  const [loading, setLoading] = useState<string | null>(null)
  const board = useQuery({
    queryKey: boardKey(query),
    queryFn: () => readBoard(query, client),
    refetchInterval: REFRESH_MS,
  })
  const more = async ({ stage, next }: BoardColumn) => {
    if (loading !== null || next === null) return
    setLoading(stage.id)
    try {
      const page = await api.deals.column(stage.id, query, { cursor: next })
      client.setQueryData<BoardColumn[]>(boardKey(query), (columns) =>
        columns?.map((one) => (one.stage.id === stage.id ? appendCards(one, page) : one)),
      )
    } catch (error) {
      toastError(error)
    } finally {
      setLoading(null)
    }
  }
  return { board, loading, more: (column: BoardColumn) => void more(column) }
}

/** Reads the board again with as many cards in each column as are shown, so that nobody loses their place. */
async function readBoard(query: BoardSearch, client: QueryClient): Promise<BoardColumn[]> {
  const shown = client.getQueryData<BoardColumn[]>(boardKey(query)) ?? []
  const { data } = await api.deals.board(query)
  return Promise.all(data.map((column) => asLongAs(shown, column, query)))
}

async function asLongAs(shown: BoardColumn[], column: BoardColumn, query: BoardSearch): Promise<BoardColumn> {
  const before = shown.find((one) => one.stage.id === column.stage.id)
  const missing = Math.min((before?.deals.length ?? 0) - column.deals.length, MOST)
  if (missing <= 0 || column.next === null) return column
  return appendCards(
    column,
    await api.deals.column(column.stage.id, query, { cursor: column.next, limit: missing }),
  )
}
