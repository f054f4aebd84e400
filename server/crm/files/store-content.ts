import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MAX_FILE_BYTES } from '../../../model/record-file.ts'
import { fail } from '../../platform/errors.ts'
import { SNIFFED_BYTES } from './sniff-type.ts'

/** A file on disk that has not got its place yet. */
export type Received = { path: string; hash: string; size: number; beginning: Buffer }

/** Writes what arrives to disk, flushed, and says what it is. Throws `too_large`, and `validation_failed` when it is empty. */
export async function receiveContent(folder: string, body: Readable): Promise<Received> {
  const path = join(folder, 'arriving', randomUUID())
  await mkdir(dirname(path), { recursive: true })
  const hash = createHash('sha256')
  const parts: Buffer[] = []
  let size = 0
  const look = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (size < SNIFFED_BYTES) parts.push(chunk.subarray(0, SNIFFED_BYTES - size))
      size += chunk.length
      hash.update(chunk)
      if (size > MAX_FILE_BYTES) done(fail('too_large', 'The file is larger than 25 MB.'))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(body, look, createWriteStream(path, { flush: true }))
    if (size === 0) throw fail('validation_failed', 'The file is empty. Choose another one.')
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, hash: hash.digest('hex'), size, beginning: Buffer.concat(parts) }
}

/** Puts it in its place, where an equal one may lie already. */
export async function placeContent(folder: string, { path, hash }: Received): Promise<void> {
  const place = placeOf(folder, hash)
  await mkdir(dirname(place), { recursive: true })
  await rename(path, place)
}

/** Where the content with this hash lies. */
export function placeOf(folder: string, hash: string): string {
  return join(folder, hash.slice(0, 2), hash)
}
