import type { FastifyRequest } from 'fastify'
import { isObject } from '../../../model/json.ts'

/** The write key of a tracking request, wherever the client puts it: Basic or Bearer header, own header, query, or body. */
export function findWriteKey(request: FastifyRequest, body: unknown): string | null {
  const { authorization } = request.headers
  if (isObject(body) && typeof body['writeKey'] === 'string' && body['writeKey'] !== '')
    return body['writeKey']
  if (authorization?.startsWith('Basic ')) {
    // Some clients leave out the colon that Basic asks for.
    const [key] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')
    if (key) return key
  }
  const header = request.headers['x-write-key']
  if (typeof header === 'string' && header !== '') return header
  if (isObject(request.query) && typeof request.query['writeKey'] === 'string')
    return request.query['writeKey']
  return authorization?.startsWith('Bearer ') ? authorization.slice(7) : null
}
