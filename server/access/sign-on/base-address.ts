import type { FastifyRequest } from 'fastify'
import type { Access } from '../access.ts'

/** The address people use: KITH_URL, or while that is not set what this request came to. */
export function baseOf({ publicUrl }: Access, { protocol, host }: FastifyRequest): string {
  return publicUrl === undefined ? `${protocol}://${host}` : publicUrl.replace(/\/+$/, '')
}
