import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { networkProblem, problemOf, type NetworkProblem } from './network-problems.ts'
import { safeAddresses, type Addresses, type AddressOptions } from './safe-addresses.ts'

const MAX_ANSWER_BYTES = 64 * 1024
const DEFAULT_TIMEOUT_MS = 5_000

export type SafeRequest = {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** An answer of any status. `text` is its beginning, at most 64 KB. */
export type SafeAnswer = { status: number; headers: IncomingHttpHeaders; text: string }

export type SafeFetchOptions = AddressOptions & {
  /** For everything together: finding the address, connecting, sending, reading. */
  timeoutMs?: number
}

export type SafeFetch = (request: SafeRequest) => Promise<SafeAnswer | NetworkProblem>

/**
 * Sends a request to an address that a user has set. Connects to public addresses only (unless `allowPrivate`), and
 * to the very ones that were checked, so that a name that changes its address in between wins nothing. Follows no
 * redirect. Never throws: what fails on the way becomes a value.
 */
export async function safeFetch(
  request: SafeRequest,
  options: SafeFetchOptions,
): Promise<SafeAnswer | NetworkProblem> {
  const url = parseUrl(request.url)
  if (!url) return networkProblem('invalid_url')
  const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  try {
    const addresses = await within(deadline, safeAddresses(url.hostname, options))
    if ('problem' in addresses) return addresses
    return await send(url, request, { addresses, deadline })
  } catch (error) {
    return deadline.aborted ? networkProblem('timeout') : problemOf(error)
  }
}

function parseUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url : null
}

/** Looking up a name cannot be ended, only not be waited for. */
function within<Value>(deadline: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('The time is over.')), { once: true })
    work.then(resolve, reject)
  })
}

type Way = { addresses: Addresses; deadline: AbortSignal }

function send(url: URL, request: SafeRequest, { addresses, deadline }: Way): Promise<SafeAnswer> {
  const { method = 'GET', headers = {}, body = '' } = request
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal: deadline,
      lookup: pinnedTo(addresses),
    })
    let answered = false
    // The time that ends while the text is still coming ends the reading, and with it the promise.
    outgoing.on('error', (error) => answered || reject(error))
    outgoing.on('response', (incoming) => {
      answered = true
      void readBeginning(incoming).then((text) => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text })
      })
    })
    outgoing.end(body)
  })
}

/** Once there is a status, whatever happens to the rest of the answer takes nothing away from it. */
async function readBeginning(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of incoming) {
      if (!Buffer.isBuffer(chunk)) continue
      chunks.push(chunk)
      size += chunk.length
      if (size >= MAX_ANSWER_BYTES) break
    }
  } catch {
    // Broken off, or the time is over: what came so far is the beginning.
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8')
}

/** What the connection takes for a look-up of the name: it learns the checked addresses and no others. */
function pinnedTo(addresses: Addresses): LookupFunction {
  return (_hostname, { all }, done) => {
    if (all) process.nextTick(done, null, addresses)
    else process.nextTick(done, null, addresses[0].address, addresses[0].family)
  }
}
