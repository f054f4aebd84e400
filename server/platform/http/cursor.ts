import type { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import { fail } from '../errors.ts'

/** Writes where a page of a list ended: the sort values of its last row, in the order of the sort. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** Reads a cursor back; with a shape, checked against it. Throws `bad_request` for what this list cannot have given. */
export function decodeCursor(text: string): unknown[]
export function decodeCursor<Values>(text: string, shape: z.ZodType<Values>): Values
export function decodeCursor(text: string, shape?: z.ZodType): unknown {
  const values = parse(Buffer.from(text, 'base64url').toString('utf8'))
  if (!Array.isArray(values)) throw unknownCursor()
  if (!shape) return values
  const checked = shape.safeParse(values)
  if (!checked.success) throw unknownCursor()
  return checked.data
}

/** A list's answer from its rows, of which the query asked one more than `limit` to see whether the list goes on. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  sortValues: (row: Row) => unknown[],
): Page<Row> {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next: rows.length > limit && last ? encodeCursor(sortValues(last)) : null }
}

function unknownCursor() {
  return fail('bad_request', 'The cursor is not one that this list gave.')
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
