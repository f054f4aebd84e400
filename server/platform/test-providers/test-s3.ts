import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type TestS3 = {
  endpoint: string
  bucket: string
  region: string
  key: { access_key_id: string; secret_access_key: string }
  /** What lies in the bucket, by key. */
  files: Map<string, Buffer>
  /** Method and path of every request that came, in order. */
  asked: string[]
  /** Uploads in parts that were begun and neither completed nor aborted. */
  openUploads(): number
  /** How many of the next requests are answered with an error of the server's own. */
  failNext(count: number): void
  close(): Promise<void>
}

type Upload = Map<number, Buffer>

/** A server that speaks as S3 does, with one bucket; it works every signature out anew and refuses what does not agree with it. */
export async function openTestS3(): Promise<TestS3> {
  const key = { access_key_id: 'AKIATEST', secret_access_key: 'a/secret+of/this+test' }
  const bucket = 'exports'
  const region = 'eu-central-1'
  const files = new Map<string, Buffer>()
  const uploads = new Map<string, Upload>()
  const asked: string[] = []
  let failures = 0
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      asked.push(`${request.method} ${request.url}`)
      if (failures > 0) {
        failures -= 1
        return refuse(response, 503, 'SlowDown')
      }
      const wrong = problemOf(request, body, { key, region })
      if (wrong) return refuse(response, 403, wrong)
      answer(request, response, { body, files, uploads, bucket })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    region,
    key,
    files,
    asked,
    openUploads: () => uploads.size,
    failNext: (count) => (failures = count),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Expected = { key: TestS3['key']; region: string }

/** Signature Version 4, from Amazon's description of it; the error code when it does not agree. */
function problemOf(request: IncomingMessage, body: Buffer, { key, region }: Expected): string | null {
  const [, id, scope, signedHeaders = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  if (id !== key.access_key_id) return 'InvalidAccessKeyId'
  const hash = sha256(body)
  if (request.headers['x-amz-content-sha256'] !== hash) return 'XAmzContentSHA256Mismatch'
  const time = String(request.headers['x-amz-date'])
  const day = time.slice(0, 8)
  if (scope !== `${day}/${region}/s3/aws4_request`) return 'AuthorizationHeaderMalformed'
  const url = new URL(request.url ?? '', 'http://x')
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort()
  const names = signedHeaders.split(';')
  const canonical = [
    request.method,
    url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    hash,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(Buffer.from(canonical))].join('\n')
  const signingKey = [day, region, 's3', 'aws4_request'].reduce(
    (secret: Buffer | string, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${key.secret_access_key}`,
  )
  const expected = createHmac('sha256', signingKey).update(toSign).digest('hex')
  return signature === expected ? null : 'SignatureDoesNotMatch'
}

type Asked = { body: Buffer; files: Map<string, Buffer>; uploads: Map<string, Upload>; bucket: string }

function answer(request: IncomingMessage, response: ServerResponse, asked: Asked): void {
  const url = new URL(request.url ?? '', 'http://x')
  const [, bucket, ...parts] = url.pathname.split('/')
  const name = parts.map(decodeURIComponent).join('/')
  const { files, uploads, body } = asked
  if (bucket !== asked.bucket) return refuse(response, 404, 'NoSuchBucket')
  const uploadId = url.searchParams.get('uploadId')
  if (request.method === 'POST' && url.searchParams.has('uploads')) return beginUpload(response, uploads)
  if (uploadId !== null) return continueUpload(request, response, { ...asked, url, uploadId, name })
  if (request.method === 'PUT') files.set(name, body)
  else if (request.method === 'DELETE') files.delete(name)
  else return refuse(response, 405, 'MethodNotAllowed')
  response.writeHead(request.method === 'PUT' ? 200 : 204).end()
}

function beginUpload(response: ServerResponse, uploads: Map<string, Upload>): void {
  const id = `upload-${uploads.size + 1}`
  uploads.set(id, new Map())
  response.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
}

const LEAST_PART_BYTES = 5 * 1024 * 1024

function continueUpload(
  { method }: IncomingMessage,
  response: ServerResponse,
  { url, uploadId, name, body, files, uploads }: Asked & { url: URL; uploadId: string; name: string },
): void {
  const upload = uploads.get(uploadId)
  if (!upload) return refuse(response, 404, 'NoSuchUpload')
  if (method === 'PUT') {
    upload.set(Number(url.searchParams.get('partNumber')), body)
    response.writeHead(200, { etag: `"${sha256(body)}"` }).end()
    return
  }
  uploads.delete(uploadId)
  if (method === 'DELETE') return void response.writeHead(204).end()
  const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([^"]*)"<\/ETag>/g)]
  const parts = named.map(([, number]) => upload.get(Number(number)) ?? Buffer.alloc(0))
  const isWrong =
    parts.length !== upload.size ||
    parts.some((part, place) => sha256(part) !== named[place]?.[2]) ||
    parts.slice(0, -1).some((part) => part.length < LEAST_PART_BYTES)
  if (isWrong) return refuse(response, 200, 'InvalidPart')
  files.set(name, Buffer.concat(parts))
  response.end('<CompleteMultipartUploadResult></CompleteMultipartUploadResult>')
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
