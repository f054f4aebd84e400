import type { FastifyReply } from 'fastify'

/** The cookies of this module besides the session's. Each holds a random token whose fingerprint is stored. */
export const cookieNames = {
  /** Between the password and the second factor. */
  challenge: 'kith.sign_in',
  /** A browser in which the second factor is not asked for. */
  device: 'kith.device',
  /** While somebody is at a sign-on provider. */
  signOn: 'kith.sign_on',
} as const

export type Cookie = { name: string; value: string; maxAgeS: number }

/** Gives the browser a cookie that scripts cannot read and other sites' forms do not send. */
export function setCookie(
  reply: FastifyReply,
  { name, value, maxAgeS }: Cookie,
  publicUrl: string | undefined,
): void {
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : ''
  void reply.header(
    'set-cookie',
    `${name}=${value}; Max-Age=${maxAgeS}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  )
}

/** Has the browser forget a cookie. */
export function dropCookie(reply: FastifyReply, name: string, publicUrl: string | undefined): void {
  setCookie(reply, { name, value: '', maxAgeS: 0 }, publicUrl)
}
