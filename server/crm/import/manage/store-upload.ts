import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fail } from '../../../platform/errors.ts'

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024

/** Writes an upload to disk as it arrives; gives its size. Throws `too_large`, and `validation_failed` when it is empty. */
export async function storeUpload(body: Readable, path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > MAX_UPLOAD_BYTES) done(fail('too_large', 'The file is larger than 200 MB. Split it.'))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(body, count, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  if (bytes === 0) {
    await rm(path, { force: true })
    throw fail('validation_failed', 'The file is empty. Choose another one.')
  }
  return bytes
}
