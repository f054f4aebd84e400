import { decodeCursor, encodeCursor } from '../../platform/http/index.ts'
import { z } from 'zod'

const MAX_LIMIT = 200
const DEFAULT_LIMIT = 10

const list = z
  .string()
  .max(10_000)
  .transform((text) => text.split(',').map((name) => name.trim()))

/** What every list of the Profile API is asked by. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  next: z.string().max(1_000).optional(),
  cursor: z.string().max(1_000).optional(),
  include: list.optional(),
  exclude: list.optional(),
})
export type PageQuery = z.output<typeof pageQuery>

/** The part of an answer that says whether, and where, the list goes on. */
export type Cursor = { url: string; has_more: boolean; next: string; limit: number }

export function cursorOf(url: string, { limit }: { limit: number }, next: string | null): Cursor {
  return { url: url.split('?', 1)[0] ?? url, has_more: next !== null, next: next ?? '', limit }
}

const place = z.tuple([z.number().int().min(0)])

/** A page of a list that is whole in memory; the cursor is how far it was read. */
export function pageOf<Item>(
  items: Item[],
  { limit, next, cursor }: PageQuery,
): { items: Item[]; next: string | null } {
  const after = next || cursor
  const [from] = after ? decodeCursor(after, place) : [0]
  const end = from + limit
  return { items: items.slice(from, end), next: end < items.length ? encodeCursor([end]) : null }
}
