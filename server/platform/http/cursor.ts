import { fail } from '../errors.ts'

/** Writes where a page of a list ended: the sort values of its last row, in the order of the sort. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** Reads a cursor back. Throws `bad_request` for text that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): unknown[] {
  const values = parse(Buffer.from(text, 'base64url').toString('utf8'))
  if (!Array.isArray(values)) throw fail('bad_request', 'The cursor is not one that a list of this API gave.')
  return values
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
