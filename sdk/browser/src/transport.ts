import { isObject, parseObject } from './json.ts'

/** The server's answer to a batch; `retry` also stands for no answer at all. */
export type Answer =
  | { kind: 'accepted' }
  | { kind: 'refused'; reason: string }
  | { kind: 'retry'; afterMs: number | null }

const TIMEOUT_MS = 15_000
const MAX_RETRY_AFTER_MS = 3_600_000
const MAX_REASON_CHARACTERS = 300
/** Without another content type the browser sends no preflight request. */
const HEADERS = { 'Content-Type': 'text/plain' }

/** Sends a batch and says what became of it; never rejects. */
export async function post(url: string, body: string): Promise<Answer> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS)
  try {
    const init = { method: 'POST', headers: HEADERS, body, signal: timeout.signal }
    return await toAnswer(await fetch(url, { ...init, credentials: 'omit' }))
  } catch {
    return { kind: 'retry', afterMs: null }
  } finally {
    clearTimeout(timer)
  }
}

/** Hands a batch to the browser, to be sent even when the page is gone; false when the browser will not take it. */
export function postOnLeaving(url: string, body: string): boolean {
  if (typeof navigator.sendBeacon === 'function') return navigator.sendBeacon(url, body)
  fetch(url, { method: 'POST', headers: HEADERS, body, keepalive: true, credentials: 'omit' }).catch(() => {
    // The events stay in the queue, and the next page sends them.
  })
  return true
}

async function toAnswer(response: Response): Promise<Answer> {
  const { status } = response
  if (response.ok) return { kind: 'accepted' }
  if (status >= 500 || status === 429 || status === 408) {
    return { kind: 'retry', afterMs: parseRetryAfter(response.headers.get('Retry-After'), Date.now()) }
  }
  return { kind: 'refused', reason: `${status} ${readReason(await response.text())}` }
}

/** The wait a `Retry-After` header asks for, given in seconds or as a date; null when it says nothing usable. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS)
}

/** The sentence in an error's body, or the body itself. */
function readReason(body: string): string {
  const answer = parseObject(body)
  const error = isObject(answer?.error) ? answer.error : answer
  return (typeof error?.message === 'string' ? error.message : body).slice(0, MAX_REASON_CHARACTERS)
}
