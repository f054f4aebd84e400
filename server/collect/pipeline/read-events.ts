import { isObject } from '../../../model/json.ts'
import type { TrackingEvent } from '../../../model/event.ts'
import type { LogRecord } from '../../platform/log/index.ts'
import { decodeRecord, type RecordHeader } from '../log-record.ts'
import type { PipelineEvent } from './pipeline-event.ts'

const NOT_YET: TrackingEvent = {
  type: 'track', messageId: '', userId: null, anonymousId: null, previousId: null, groupId: null, event: '',
  properties: {}, traits: {}, context: {}, originalTimestamp: null, sentAt: null, mergeProperties: [],
}

/** The events that lie in a record of the log, in the order they were sent. */
export function readEvents(record: LogRecord): PipelineEvent[] {
  const { header, body } = decodeRecord(record.value)
  const parsed = cleanText(body)
  const batch = isObject(parsed) && Array.isArray(parsed['batch']) ? parsed['batch'] : null
  if (!batch || !isObject(parsed)) return [pipelineEvent(`${record.position}.0`, header, parsed, {})]
  const envelope = { sentAt: parsed['sentAt'], context: parsed['context'] }
  return batch.map((raw, index) => pipelineEvent(`${record.position}.${index}`, header, raw, envelope))
}

function pipelineEvent(place: string, header: RecordHeader, raw: unknown, envelope: PipelineEvent['envelope']): PipelineEvent {
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
    companyId: null,
    dropped: null,
    notes: [],
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair; only a body that has such escapes pays for the cleaning. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i

function cleanText(body: string): unknown {
  if (!UNSTORABLE.test(body)) return JSON.parse(body)
  return JSON.parse(body, (_key, value: unknown) => {
    if (typeof value === 'string') return storable(value)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name), inner]))
  })
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
