import type { NetworkProblem } from './network-problems.ts'
import type { SafeAnswer } from './safe-fetch.ts'

const MAX_QUOTE_LENGTH = 300
const SECOND_MS = 1_000
/** What a server may answer to say that the same message can succeed later. */
const TEMPORARY_4XX = [408, 409, 425, 429]

/** How one attempt went. `refused` is final, `later` is worth another attempt. */
export type Outcome =
  | { result: 'delivered'; status: number }
  | { result: 'refused'; status: number | null; reason: string }
  | { result: 'later'; status: number | null; reason: string; notBeforeMs?: number }

/** Reads an answer, or the lack of one, the way nearly every HTTP API means it. `now` in ms, for Retry-After. */
export function outcomeOf(answer: SafeAnswer | NetworkProblem, now: number): Outcome {
  if ('problem' in answer) return outcomeOfProblem(answer)
  const { status, headers } = answer
  if (status >= 200 && status < 300) return { result: 'delivered', status }
  const reason = reasonOf(answer)
  if (status >= 400 && status < 500 && !TEMPORARY_4XX.includes(status))
    return { result: 'refused', status, reason }
  const notBeforeMs = retryAfter(headers['retry-after'], now)
  return { result: 'later', status, reason, ...(notBeforeMs !== null && { notBeforeMs }) }
}

function outcomeOfProblem({ problem, sentence, detail }: NetworkProblem): Outcome {
  const reason = `${problem}: ${sentence}${detail ? ` (${detail})` : ''}`
  const isFinal = problem === 'private_address' || problem === 'invalid_url'
  return { result: isFinal ? 'refused' : 'later', status: null, reason }
}

function reasonOf({ status, headers, text }: SafeAnswer): string {
  if (status >= 300 && status < 400)
    return `The server redirects to ${quote(headers.location ?? 'nowhere')}; redirects are not followed.`
  const said = quote(text)
  return said === '' ? `The server answered ${status}.` : `The server answered ${status}: ${said}`
}

/** One line of it, fit for a database and a table. */
function quote(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > MAX_QUOTE_LENGTH ? `${line.slice(0, MAX_QUOTE_LENGTH).toWellFormed()}…` : line
}

function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return now + Number(header) * SECOND_MS
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : date
}
