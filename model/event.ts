import { eventTypes } from './event-types.ts'
import { isDeeperThan, isObject, type JsonObject } from './json.ts'
import type { DropReason } from './source.ts'

export type EventType = (typeof eventTypes)[number]

/** An event as a client sent it, checked: the one form in which the pipeline knows it. */
export type TrackingEvent = {
  type: EventType
  /** Given by the client, so that a call sent twice counts once; empty when the client gave none. */
  messageId: string
  userId: string | null
  anonymousId: string | null
  previousId: string | null
  groupId: string | null
  /** The name of a track call, or the name of a page or screen. */
  event: string
  properties: JsonObject
  traits: JsonObject
  context: JsonObject
  /** Milliseconds since 1970 by the client's clock; null when it gave none. */
  originalTimestamp: number | null
  sentAt: number | null
  mergeProperties: { type: string; value: string }[]
}

export type EventProblem = { reason: DropReason; field: string; problem: string }

export const MAX_EVENT_BYTES = 32 * 1024
const MAX_ID_LENGTH = 500
const MAX_MESSAGE_ID_LENGTH = 200
const MAX_NAME_LENGTH = 500
const MAX_PROPERTIES = 10_000
/** How deep objects and lists may lie in each other; some programs fail at a thousand, on their way or in a store. */
export const MAX_DEPTH = 100
const MAX_EVENT_TRAITS = 1_000

/** What surrounds an event in a batch and holds for each in it. */
export type EventDefaults = { type?: string; sentAt?: unknown; context?: unknown }

/** Checks one event of a tracking call; gives it in its one form, or the first thing that is wrong with it. */
export function parseEvent(input: unknown, defaults: EventDefaults = {}): TrackingEvent | EventProblem {
  if (!isObject(input)) return invalid('event', 'must be an object')
  const type = input['type'] ?? defaults.type
  if (!isEventType(type)) return invalid('type', `must be one of ${eventTypes.join(', ')}`)
  const event: TrackingEvent = {
    type,
    messageId: asId(input['messageId']) ?? '',
    userId: asId(input['userId']),
    anonymousId: asId(input['anonymousId']),
    previousId: asId(input['previousId']),
    groupId: asId(input['groupId']),
    event:
      asId(
        input['event'] ?? input['name'] ?? (type === 'page' || type === 'screen' ? input['category'] : ''),
      ) ?? '',
    properties: asObject(input['properties']),
    traits: traitsOf(type, input),
    context: { ...asObject(defaults.context), ...asObject(input['context']) },
    originalTimestamp: asTime(input['originalTimestamp'] ?? input['timestamp']),
    sentAt: asTime(input['sentAt'] ?? defaults.sentAt),
    mergeProperties: asPairs(input['mergeProperties']),
  }
  return findProblem(event, input) ?? event
}

/** True when `parseEvent` refused. */
export function isProblem(result: TrackingEvent | EventProblem): result is EventProblem {
  return 'problem' in result
}

function findProblem(event: TrackingEvent, input: JsonObject): EventProblem | null {
  for (const field of ['properties', 'traits', 'context'] as const) {
    if (input[field] !== undefined && input[field] !== null && !isObject(input[field]))
      return invalid(field, 'must be an object')
  }
  for (const field of [
    'userId',
    'anonymousId',
    'previousId',
    'groupId',
    'messageId',
    'event',
    'name',
  ] as const) {
    if (!isIdLike(input[field])) return invalid(field, 'must be a text')
  }
  for (const field of ['userId', 'anonymousId', 'previousId', 'groupId'] as const) {
    if ((event[field]?.length ?? 0) > MAX_ID_LENGTH)
      return invalid(field, `must not be longer than ${MAX_ID_LENGTH} characters`)
  }
  if (event.messageId.length > MAX_MESSAGE_ID_LENGTH) {
    return invalid('messageId', `must not be longer than ${MAX_MESSAGE_ID_LENGTH} characters`)
  }
  if (event.event.length > MAX_NAME_LENGTH)
    return invalid('event', `must not be longer than ${MAX_NAME_LENGTH} characters`)
  return findMissing(event) ?? findExcess(event)
}

/** A group call may name a company alone: that is how a server tells of its customers' companies. */
function findMissing(event: TrackingEvent): EventProblem | null {
  if (event.type === 'merge') {
    return event.mergeProperties.length === 2
      ? null
      : invalid('mergeProperties', 'must be two pairs of type and value')
  }
  if (event.type === 'track' && event.event === '')
    return invalid('event', 'is the name of what happened and must not be empty')
  if (event.type === 'group') return event.groupId === null ? invalid('groupId', 'must not be empty') : null
  if (event.userId === null && event.anonymousId === null) {
    return { reason: 'no_identity', field: 'userId', problem: 'either userId or anonymousId must be given' }
  }
  return null
}

function findExcess(event: TrackingEvent): EventProblem | null {
  if (Object.keys(event.properties).length > MAX_PROPERTIES) {
    return {
      reason: 'too_many_properties',
      field: 'properties',
      problem: `must not have more than ${MAX_PROPERTIES} names`,
    }
  }
  if (Object.keys(event.traits).length > MAX_EVENT_TRAITS) {
    return {
      reason: 'too_many_properties',
      field: 'traits',
      problem: `must not have more than ${MAX_EVENT_TRAITS} names`,
    }
  }
  const deep = (['properties', 'traits', 'context'] as const).find((field) =>
    isDeeperThan(event[field], MAX_DEPTH),
  )
  return deep ? invalid(deep, `must not be nested deeper than ${MAX_DEPTH} levels`) : null
}

function invalid(field: string, problem: string): EventProblem {
  return { reason: 'invalid', field, problem }
}

function isEventType(value: unknown): value is EventType {
  return eventTypes.some((type) => type === value)
}

function isIdLike(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  )
}

/** Clients send ids as numbers, too; an empty text is no id. */
function asId(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** RudderStack's browser library sends the traits of an identify call in its context. */
function traitsOf(type: EventType, input: JsonObject): JsonObject {
  const traits = asObject(input['traits'])
  return type === 'identify' ? { ...asObject(asObject(input['context'])['traits']), ...traits } : traits
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

function asTime(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const time = typeof value === 'number' ? value : Date.parse(value)
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? time : null
}

function asPairs(value: unknown): { type: string; value: string }[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((pair) =>
    isObject(pair) && typeof pair['type'] === 'string' && asId(pair['value']) !== null
      ? [{ type: pair['type'], value: String(pair['value']) }]
      : [],
  )
}
