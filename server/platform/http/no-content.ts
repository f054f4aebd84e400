import { z } from 'zod'

/** Response schema of a route that answers 204: `response: { 204: noContent }` and `reply.code(204).send(null)`. */
export const noContent = z.null().describe('Done.')
