import type { CustomFetch } from 'openid-client'
import { safeFetch } from '../../../platform/safe-fetch/index.ts'

const TIMEOUT_MS = 10_000

/** A provider that gave no answer; the message says why. */
export class UnreachableProvider extends Error {}

/** What the library fetches with: public addresses only (unless `allowPrivate`), no redirects, 64 KB at most. */
export function providerFetch(allowPrivate: boolean): CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await safeFetch(
      {
        url,
        method: method === 'POST' ? 'POST' : 'GET',
        headers,
        ...(typeof body === 'string' || body instanceof URLSearchParams ? { body: body.toString() } : {}),
      },
      { allowPrivate, timeoutMs: TIMEOUT_MS },
    )
    if ('problem' in answer) throw new UnreachableProvider(answer.sentence)
    const type = answer.headers['content-type'] ?? 'application/json'
    return new Response(answer.text, { status: answer.status, headers: { 'content-type': type } })
  }
}
