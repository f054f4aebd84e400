import { lookup as lookupName, type LookupAddress } from 'node:dns'
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { networkProblem, problemOf, type NetworkProblem, type Problem } from './network-problems.ts'
import { isPrivateAddress } from './private-addresses.ts'

const MAX_ANSWER_BYTES = 64 * 1024
const DEFAULT_TIMEOUT_MS = 5_000

export type SafeRequest = {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string
}

/** An answer of any status. `text` is its beginning, at most 64 KB. */
export type SafeAnswer = { status: number; headers: IncomingHttpHeaders; text: string }

export type SafeFetchOptions = {
  allowPrivate: boolean
  /** For everything together: finding the address, connecting, sending, reading. */
  timeoutMs?: number
  /** Finds the addresses of a name; the system's way unless given. */
  resolve?: Resolve
}

export type Resolve = (hostname: string) => Promise<LookupAddress[]>
export type SafeFetch = (request: SafeRequest) => Promise<SafeAnswer | NetworkProblem>

/**
 * Sends a request to an address that a user has set. Connects to public addresses only (unless `allowPrivate`), and
 * to the very one that was checked, so that a name that changes its address in between wins nothing. Follows no
 * redirect. Never throws: what fails on the way becomes a value.
 */
export async function safeFetch(
  request: SafeRequest,
  options: SafeFetchOptions,
): Promise<SafeAnswer | NetworkProblem> {
  const url = parseUrl(request.url)
  if (!url) return networkProblem('invalid_url')
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) && isRefused(literal, options)) return networkProblem('private_address')
  try {
    return await send(url, request, options)
  } catch (error) {
    return error instanceof Stopped ? networkProblem(error.problem) : problemOf(error)
  }
}

/** Why we ended a request ourselves. */
class Stopped extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem)
    this.problem = problem
  }
}

function parseUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url : null
}

function isRefused(address: string, { allowPrivate }: SafeFetchOptions): boolean {
  return !allowPrivate && isPrivateAddress(address)
}

function send(url: URL, request: SafeRequest, options: SafeFetchOptions): Promise<SafeAnswer> {
  const { method = 'GET', headers = {}, body = '' } = request
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      lookup: checkedLookup(options),
    })
    const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    const giveUp = () => outgoing.destroy(new Stopped('timeout'))
    deadline.addEventListener('abort', giveUp)
    outgoing.once('close', () => deadline.removeEventListener('abort', giveUp))
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      void readBeginning(incoming).then((text) => {
        outgoing.destroy()
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
    // Broken off: what came so far is the beginning.
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8')
}

/** The connection asks this for the addresses of the name, and can connect to nothing else. */
function checkedLookup(options: SafeFetchOptions): LookupFunction {
  const resolve = options.resolve ?? resolveBySystem
  return (hostname, { all }, done) => {
    resolve(hostname).then(
      (found) => {
        const allowed = found.filter(({ address }) => !isRefused(address, options))
        const [first] = allowed
        if (!first) done(new Stopped(found.length > 0 ? 'private_address' : 'dns_lookup_failed'), [])
        else if (all) done(null, allowed)
        else done(null, first.address, first.family)
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), []),
    )
  }
}

function resolveBySystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookupName(hostname, { all: true }, (error, found) => (error ? reject(error) : resolve(found)))
  })
}
