import type { FastifyRequest } from 'fastify'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What a request says about the page that sent it: a page of ours, another site's, or nothing (not a browser). */
export type Sender = 'own' | 'foreign' | 'unknown'

/** Reads the sender from the headers that a browser sets and a page cannot forge. */
export function senderOf({ headers, host }: FastifyRequest, publicUrl: string | undefined): Sender {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  if (site === 'same-origin') return 'own'
  if (origin !== undefined && publicUrl !== undefined && origin === new URL(publicUrl).origin) return 'own'
  if (site !== undefined) return 'foreign'
  if (origin === undefined) return 'unknown'
  return URL.canParse(origin) && new URL(origin).host === host ? 'own' : 'foreign'
}

/** True for requests that may change something. */
export function isWrite({ method }: FastifyRequest): boolean {
  return !READS.has(method)
}
