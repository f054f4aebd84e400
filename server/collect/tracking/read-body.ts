import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { fail } from '../../platform/errors.ts'

/** RudderStack's limit of a batch, the most that any client sends. */
export const MAX_REQUEST_BYTES = 4_000 * 1024
const inflate = promisify(gunzip)

/** The bytes of a tracking request, decompressed. Some clients send gzip without saying so: its first bytes tell. */
export async function readBody(body: unknown): Promise<Buffer> {
  if (!Buffer.isBuffer(body) || body.length === 0) throw fail('bad_request', 'The request has no body.')
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return await inflate(body, { maxOutputLength: MAX_REQUEST_BYTES })
  } catch (error) {
    if (error instanceof RangeError)
      throw fail('too_large', `The request unpacks to more than ${MAX_REQUEST_BYTES / 1024} KB.`)
    throw fail('bad_request', 'The request starts like gzip but cannot be unpacked.')
  }
}

/** The body as JSON. Throws `bad_request` naming what is wrong with it. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw fail(
      'bad_request',
      `The body is not valid JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
    )
  }
}
