import { MAX_DEPTH, type TrackingEvent } from '../../../model/event.ts'
import { isDeeperThan, isObject } from '../../../model/json.ts'
import type { LogRecord } from '../../platform/log/index.ts'
import { decodeRecord, type RecordHeader } from '../log-record.ts'
import { INTERNAL_SOURCE_ID } from '../sources/sources.ts'
import type { PipelineEvent } from './pipeline-event.ts'

const NOT_YET: TrackingEvent = {
  type: 'track',
  messageId: '',
  userId: null,
  anonymousId: null,
  previousId: null,
  groupId: null,
  event: '',
  properties: {},
  traits: {},
  context: {},
  originalTimestamp: null,
  sentAt: null,
  mergeProperties: [],
}

/** What lies in a record of the log: events in the order they were sent, or what Kith itself asks to resolve anew. */
export type RecordContent = { events: PipelineEvent[]; reconsider: unknown[] }

/** Reads a record of the log. */
export function readRecord(record: LogRecord): RecordContent {
  const { header, body } = decodeRecord(record.value)
  const parsed = parseBody(body)
  const isOwn = header.sourceId === INTERNAL_SOURCE_ID && isObject(parsed)
  if (isOwn && isObject(parsed['reconsider'])) return { events: [], reconsider: [parsed['reconsider']] }
  return { events: eventsIn(record, header, parsed), reconsider: [] }
}

function eventsIn(record: LogRecord, header: RecordHeader, parsed: unknown): PipelineEvent[] {
  const batch = isObject(parsed) && Array.isArray(parsed['batch']) ? parsed['batch'] : null
  if (!batch || !isObject(parsed)) return [pipelineEvent(`${record.position}.0`, header, parsed, {})]
  const envelope = { sentAt: parsed['sentAt'], context: parsed['context'] }
  return batch.map((raw, index) => pipelineEvent(`${record.position}.${index}`, header, raw, envelope))
}

function pipelineEvent(
  place: string,
  header: RecordHeader,
  raw: unknown,
  envelope: PipelineEvent['envelope'],
): PipelineEvent {
  return {
    place,
    header,
    raw,
    envelope: header.type ? { ...envelope, type: header.type } : envelope,
    event: NOT_YET,
    time: header.receivedAt,
    identifiers: [],
    ownerId: '',
    personId: null,
    groupId: null,
    companyId: null,
    dropped: null,
    nameless: [],
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair; only a body that has such escapes pays for the cleaning. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i
/** A batch, its list and the event lie around what may be MAX_DEPTH deep; one more, so that it is seen to be too deep. */
const KEPT_DEPTH = MAX_DEPTH + 4

function parseBody(body: string): unknown {
  const parsed: unknown = JSON.parse(body)
  return UNSTORABLE.test(body) || isDeeperThan(parsed, KEPT_DEPTH) ? storable(parsed, KEPT_DEPTH) : parsed
}

/** The value with its texts cleaned, and without what lies deeper than this: to write it, programs call themselves. */
function storable(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return null
  if (Array.isArray(value)) return value.map((inner) => storable(inner, levels - 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner, levels - 1)]),
  )
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
