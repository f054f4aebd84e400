import type { Readable } from 'node:stream'
import { fail } from '../platform/errors.ts'

/** The body of an upload as it arrives. Throws `bad_request` when something else was sent. */
export function bodyStream(body: unknown): Readable {
  if (isReadable(body)) return body
  throw fail(
    'bad_request',
    'Send the file itself as the body, with the content type application/octet-stream.',
  )
}

function isReadable(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body
}
