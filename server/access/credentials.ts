import type { FastifyRequest } from 'fastify'

/** What a request shows to say who sends it: an API key, a session cookie, or nothing. */
export type Credentials = { kind: 'key'; key: string } | { kind: 'cookie'; cookie: string } | { kind: 'none' }

/** Reads the credentials; an Authorization header (Bearer, or Basic with the key as user) comes before a cookie. */
export function readCredentials({ headers }: FastifyRequest, cookieName: string): Credentials {
  if (headers.authorization !== undefined) return { kind: 'key', key: keyOf(headers.authorization) }
  const cookie = findCookie(headers.cookie ?? '', cookieName)
  return cookie ? { kind: 'cookie', cookie } : { kind: 'none' }
}

/** The value of a cookie of ours, undefined when the browser sends none of this name. */
export function cookieValue({ headers }: FastifyRequest, name: string): string | undefined {
  return findCookie(headers.cookie ?? '', name)?.slice(name.length + 1)
}

function keyOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(/ +/, 2)
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return ''
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? ''
}

function findCookie(header: string, name: string): string | undefined {
  return header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
}
