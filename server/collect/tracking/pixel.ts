import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject } from '../../../model/json.ts'
import { fail } from '../../platform/errors.ts'

/** The smallest transparent picture. */
export const TRANSPARENT_GIF = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'base64',
)

/**
 * The event that a pixel's address says: either all of it as base64 JSON in `data`, or its fields as parameters, with
 * dots for depth (`properties.price=3`).
 */
export function pixelEvent(type: 'track' | 'page', query: unknown): JsonObject & { type: string } {
  const parameters = isObject(query) ? query : {}
  const event = typeof parameters['data'] === 'string' ? decodeData(parameters['data']) : unfold(parameters)
  if (event['userId'] === undefined && event['anonymousId'] === undefined) event['anonymousId'] = randomUUID()
  return { ...event, type }
}

function decodeData(data: string): JsonObject {
  try {
    const event: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'))
    if (isObject(event)) return event
  } catch {
    // Told below, as for everything else that is no event.
  }
  throw fail('bad_request', 'The parameter "data" must be a JSON object in base64.')
}

function unfold(parameters: JsonObject): JsonObject {
  const event: JsonObject = {}
  for (const [name, value] of Object.entries(parameters)) {
    const [head = name, ...rest] = name.split('.')
    if (head === '__proto__') continue
    if (rest.length === 0) event[head] = value
    else event[head] = { ...(isObject(event[head]) ? event[head] : {}), [rest.join('.')]: value }
  }
  return event
}
