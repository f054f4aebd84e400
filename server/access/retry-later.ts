import type { FastifyReply } from 'fastify'
import { fail } from '../platform/errors.ts'

/** Throws `rate_limited` with the time to wait; nothing when that is 0. */
export function retryLater(reply: FastifyReply, waitMs: number): void {
  if (waitMs <= 0) return
  const seconds = Math.ceil(waitMs / 1000)
  void reply.header('retry-after', seconds)
  throw fail('rate_limited', `Too many attempts to sign in. Try again in ${seconds} seconds.`)
}
