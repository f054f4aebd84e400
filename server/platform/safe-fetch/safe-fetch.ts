import { lookup as resolve, type LookupAddress } from 'node:dns'
import {
  request as requestHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { FetchError, fetchFailures, toFailure, type FetchFailure } from './fetch-failure.ts'
import { isPrivateAddress } from './private-address.ts'

const TIMEOUT_MS = 5_000
const MAX_BYTES = 64 * 1024

export type SafeFetchOptions = {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string
  /** For everything together: name, connection, TLS, answer. */
  timeoutMs?: number
  /** How much of the answer is read; the default is 64 KB. */
  maxBytes?: number
  /** A longer answer is a failure, or is cut off there. */
  whenLonger?: 'fail' | 'cut'
  /** Also talk to private networks and this machine. */
  allowPrivate?: boolean
  /** Resolves names instead of the system's resolver. */
  resolve?: typeof resolve
}

/** An answer, whatever its status, or the reason why there was none. Headers are in lower case. */
export type FetchResult =
  | { ok: true; status: number; headers: IncomingHttpHeaders; body: string }
  | { ok: false; failure: FetchFailure; sentence: string }

/**
 * Makes a request to an address that a user has set. It never throws for what goes wrong outside, and reaches no private
 * network: every resolved address is checked, and the connection goes to a checked one, so that a name that resolves
 * differently the next time gains nothing. Redirects are answers like any other and are not followed.
 */
export async function safeFetch(url: string, options: SafeFetchOptions = {}): Promise<FetchResult> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    return await send(new URL(url), options, timeout)
  } catch (error) {
    const failure = timeout.aborted ? 'timeout' : toFailure(error)
    return { ok: false, failure, sentence: fetchFailures[failure] }
  }
}

function send(url: URL, options: SafeFetchOptions, signal: AbortSignal): Promise<FetchResult> {
  refusePrivateLiteral(url, options)
  const { promise, settle, reject } = deferred<FetchResult>()
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
    url,
    requestOptions(options, signal),
  )
  // The resolver cannot be interrupted, so the time limit has to end the waiting by itself.
  signal.addEventListener('abort', () => reject(new FetchError('timeout')), { once: true })
  request.on('error', reject)
  request.on('response', (response) => {
    readBody(response, options).then((body) => {
      settle({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body })
      request.destroy()
    }, reject)
  })
  request.end(options.body)
  return promise
}

function requestOptions(
  { method = 'GET', headers = {}, body, ...options }: SafeFetchOptions,
  signal: AbortSignal,
): RequestOptions {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return { method, headers: { ...headers, ...length }, signal, agent: false, lookup: checkedLookup(options) }
}

/** A literal address is connected to without asking the resolver. */
function refusePrivateLiteral({ hostname }: URL, { allowPrivate }: SafeFetchOptions): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new FetchError('private_address')
}

function checkedLookup({ allowPrivate, resolve: resolveName = resolve }: SafeFetchOptions): LookupFunction {
  return (hostname, { all, ...options }, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new FetchError('dns_lookup_failed'), '')
      if (!allowPrivate && addresses.some(({ address }) => isPrivateAddress(address))) {
        return callback(new FetchError('private_address'), '')
      }
      return all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

async function readBody(
  response: IncomingMessage,
  { maxBytes = MAX_BYTES, whenLonger = 'fail' }: SafeFetchOptions,
): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length <= maxBytes) continue
    if (whenLonger === 'fail') throw new FetchError('response_too_large')
    break
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
}

function deferred<T>() {
  let settle: (value: T) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<T>((onValue, onError) => {
    settle = onValue
    reject = onError
  })
  return { promise, settle, reject }
}
