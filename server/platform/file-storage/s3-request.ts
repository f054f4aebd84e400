import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import type { S3Secret, S3Settings } from '../../../model/file-storage.ts'
import { safeFetch, type SafeAnswer } from '../safe-fetch/index.ts'
import { StorageProblem, type StorageOptions } from './storage.ts'

const TIMEOUT_MS = 120_000

export type S3Storage = { settings: S3Settings; secret: S3Secret }
export type S3Request = {
  method: 'PUT' | 'POST' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: Uint8Array
  type?: string
}

/** Sends one signed request (Signature Version 4). Throws a `StorageProblem` for every answer but success. */
export async function s3Request(
  { settings, secret }: S3Storage,
  { method, path, query = {}, body = new Uint8Array(), type }: S3Request,
  { allowPrivate }: StorageOptions,
): Promise<SafeAnswer> {
  const signed = await new AwsV4Signer({
    method,
    url: addressOf(settings, path, query),
    headers: {
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      ...(type && { 'content-type': type }),
    },
    accessKeyId: settings.access_key_id,
    secretAccessKey: secret.secret_access_key,
    service: 's3',
    region: settings.region,
  }).sign()
  const answer = await safeFetch(
    { method, url: signed.url.href, headers: Object.fromEntries(signed.headers), body },
    { allowPrivate, timeoutMs: TIMEOUT_MS },
  )
  if ('problem' in answer)
    throw new StorageProblem(answer.sentence, { final: answer.problem === 'private_address' })
  // A multipart upload that cannot be completed answers 200 with an error in it.
  if (answer.status < 200 || answer.status > 299 || answer.text.includes('<Error>'))
    throw refusal(settings, answer)
  return answer
}

/** The content of an element of an answer. */
export function xmlText({ text }: SafeAnswer, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? null
}

/** With an endpoint the bucket is the first part of the path, which every server understands; Amazon wants it in the name. */
function addressOf(
  { endpoint, region, bucket }: S3Settings,
  path: string,
  query: Record<string, string>,
): string {
  const base = endpoint
    ? `${endpoint.replace(/\/+$/, '')}/${bucket}`
    : bucket.includes('.')
      ? `https://s3.${region}.amazonaws.com/${bucket}`
      : `https://${bucket}.s3.${region}.amazonaws.com`
  const key = path.split('/').map(encodeURIComponent).join('/')
  const search = new URLSearchParams(query).toString()
  return `${base}/${key}${search && `?${search}`}`
}

const sentences: Record<string, string> = {
  AccessDenied: 'The storage refused: this access key may not write there.',
  InvalidAccessKeyId: 'The storage does not know this access key.',
  SignatureDoesNotMatch: 'The storage refused the signature: the secret access key is not the right one.',
  NoSuchBucket: 'There is no bucket of this name.',
  PermanentRedirect: 'The bucket lies in another region.',
  AuthorizationHeaderMalformed: 'The storage refused the signature: the region is not the right one.',
  RequestTimeTooSkewed: 'The clock of this server and that of the storage differ too much.',
}

/** What a server is not to be blamed for goes away by itself; the rest somebody has to mend. */
function refusal({ bucket }: S3Settings, answer: SafeAnswer): StorageProblem {
  const code = xmlText(answer, 'Code')
  const isPassing =
    answer.status >= 500 || answer.status === 429 || answer.status === 408 || answer.status < 300
  const known = code === null ? undefined : sentences[code]
  const said = `The storage answered ${answer.status}${code === null ? '' : ` ${code}`} for the bucket ${bucket}.`
  return new StorageProblem(known ? `${known} (${code})` : said, { final: !isPassing })
}
