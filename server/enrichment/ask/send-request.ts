import { safeFetch, type NetworkProblem, type SafeAnswer } from '../../platform/safe-fetch/index.ts'
import type { EnrichmentRequest } from '../../../model/enrichment.ts'

const TIMEOUT_MS = 10_000

/** Whether providers may lie in private networks. */
export type AskOptions = { allowPrivate: boolean }

/** Sends a request once; `id` stays the same when it is sent again, for services that know repetitions by it. */
export function sendRequest(
  { method, url, headers, body }: EnrichmentRequest,
  { id, allowPrivate }: AskOptions & { id: string },
): Promise<SafeAnswer | NetworkProblem> {
  return safeFetch(
    {
      method,
      url,
      headers: {
        accept: 'application/json',
        'user-agent': 'Kith',
        'idempotency-key': id,
        ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    },
    { allowPrivate, timeoutMs: TIMEOUT_MS },
  )
}
