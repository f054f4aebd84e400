import { useQuery, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'
import type { Page } from '../../../model/page.ts'
import type { PageRequest } from '../../api-queries.ts'
import { toastError } from '../../lib/toasts.tsx'
import { appendCards, type CardOf, type Column } from './board.ts'

const REFRESH_MS = 15_000
const MOST = 1000

export type BoardSource<Col extends Column> = {
  key: QueryKey
  /** The columns with the first of their cards. */
  read: () => Promise<Col[]>
  /** More cards of one column. */
  page: (column: Col, page: PageRequest) => Promise<Page<CardOf<Col>>>
}

/** A board, and what fetches more cards of one column. Cards fetched once stay when the board is read again. */
export function useBoard<Col extends Column>(source: BoardSource<Col>) {
  const client = useQueryClient()
  const [loading, setLoading] = useState<string | null>(null)
  const board = useQuery({
    queryKey: source.key,
    queryFn: () => readBoard(source, client),
    refetchInterval: REFRESH_MS,
  })
  const more = async (column: Col) => {
    const { stage, next } = column
    if (loading !== null || next === null) return
    setLoading(stage.id)
    try {
      const page = await source.page(column, { cursor: next })
      client.setQueryData<Col[]>(source.key, (columns) =>
        columns?.map((one) => (one.stage.id === stage.id ? appendCards(one, page) : one)),
      )
    } catch (error) {
      toastError(error)
    } finally {
      setLoading(null)
    }
  }
  return {
    board,
    loading,
    more: (column: Col) => void more(column),
    /** The board as it is in this instant. */
    now: () => client.getQueryData<Col[]>(source.key) ?? board.data ?? [],
  }
}

/** Reads the board again with as many cards in each column as are shown, so that nobody loses their place. */
async function readBoard<Col extends Column>(source: BoardSource<Col>, client: QueryClient): Promise<Col[]> {
  const shown = client.getQueryData<Col[]>(source.key) ?? []
  const columns = await source.read()
  return Promise.all(columns.map((column) => asLongAs(shown, column, source)))
}

async function asLongAs<Col extends Column>(
  shown: Col[],
  column: Col,
  source: BoardSource<Col>,
): Promise<Col> {
  const before = shown.find((one) => one.stage.id === column.stage.id)
  const missing = Math.min((before?.cards.length ?? 0) - column.cards.length, MOST)
  if (missing <= 0 || column.next === null) return column
  return appendCards(column, await source.page(column, { cursor: column.next, limit: missing }))
}
