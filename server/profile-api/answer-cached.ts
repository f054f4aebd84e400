import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** May be kept by whoever asked, and has to be asked about each time, which costs an answer without a body. */
const KEPT = 'private, no-cache'

/**
 * Gives the answer its ETag, and says whether the caller has it already: then the answer is 304, without a body. `vary`
 * names the headers that the answer depends on.
 */
export function isUnchanged(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, vary }: { body: unknown; vary: string },
): boolean {
  const tag = `W/"${createHash('sha1').update(JSON.stringify(body)).digest('base64url')}"`
  void reply.headers({ etag: tag, 'cache-control': KEPT, vary })
  const known = request.headers['if-none-match'] ?? ''
  const tags = known.split(',').map((one) => one.trim())
  if (!tags.includes('*') && !tags.includes(tag) && !tags.includes(tag.slice(2))) return false
  void reply.code(304)
  return true
}
