import { setTimeout as sleep } from 'node:timers/promises'
import { inParts } from './in-parts.ts'
import { s3Request, xmlText, type S3Request, type S3Storage } from './s3-request.ts'
import { StorageProblem, type StorageOptions } from './storage.ts'

/** A part of a multipart upload: 5 MB at least, and no more than 10,000 of them, which makes 80 GB. */
const PART_BYTES = 8 * 1024 * 1024
const TRIES = 3
const PAUSE_MS = 200

type File = { path: string; content: AsyncIterable<Uint8Array> }
type Send = (request: S3Request) => ReturnType<typeof s3Request>

/** Puts a file into a bucket, and gives its size in bytes: a small one in one request, a large one in parts. */
export async function putS3(
  storage: S3Storage,
  { path, content }: File,
  options: StorageOptions,
): Promise<number> {
  const send: Send = (request) => patiently(() => s3Request(storage, request, options))
  const parts = inParts(content, PART_BYTES)
  const first = await parts.next()
  const start = first.done ? Buffer.alloc(0) : first.value
  if (start.length < PART_BYTES) {
    await send({ method: 'PUT', path, body: start, type: typeOf(path) })
    return start.length
  }
  return putParts(send, path, { start, rest: parts })
}

/** Takes a file out of the bucket; a key that may only write leaves it, which is no failure. */
export async function removeS3(storage: S3Storage, path: string, options: StorageOptions): Promise<void> {
  try {
    await s3Request(storage, { method: 'DELETE', path }, options)
  } catch (error) {
    if (!(error instanceof StorageProblem)) throw error
  }
}

async function putParts(
  send: Send,
  path: string,
  { start, rest }: { start: Buffer; rest: AsyncGenerator<Buffer> },
): Promise<number> {
  const begun = await send({ method: 'POST', path, query: { uploads: '' }, type: typeOf(path) })
  const uploadId = xmlText(begun, 'UploadId')
  if (uploadId === null)
    throw new StorageProblem('The storage began an upload without naming it.', { final: true })
  try {
    const tags: string[] = []
    let bytes = 0
    const putPart = async (body: Buffer) => {
      const query = { partNumber: String(tags.length + 1), uploadId }
      const { headers } = await send({ method: 'PUT', path, query, body })
      tags.push(String(headers.etag))
      bytes += body.length
    }
    await putPart(start)
    for await (const part of rest) await putPart(part)
    await send({ method: 'POST', path, query: { uploadId }, body: Buffer.from(completion(tags)) })
    return bytes
  } catch (error) {
    // What was uploaded so far would be paid for until somebody finds it.
    await send({ method: 'DELETE', path, query: { uploadId } }).catch(() => undefined)
    throw error
  }
}

function completion(tags: string[]): string {
  const parts = tags.map(
    (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
  )
  return `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
}

async function patiently<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === TRIES || !(error instanceof StorageProblem) || error.final) throw error
      await sleep(PAUSE_MS * tried ** 2)
    }
  }
}

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  txt: 'text/plain',
}

function typeOf(path: string): string {
  return types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
}
