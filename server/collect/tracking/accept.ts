import type { FastifyRequest } from 'fastify'
import { isProblem, MAX_EVENT_BYTES, parseEvent } from '../../../model/event.ts'
import { isObject } from '../../../model/json.ts'
import { fail, KithError } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'
import type { LiveFeed } from '../live/live-feed.ts'
import { encodeRecord } from '../log-record.ts'
import type { SourceRow, Sources } from '../sources/sources.ts'
import type { DiskGuard } from './disk-guard.ts'
import { parseJson, readBody } from './read-body.ts'
import { findWriteKey } from './write-key.ts'

/** What the door of the tracking API needs. */
export type Door = { platform: Platform; sources: Sources; live: LiveFeed; disk: DiskGuard }

/**
 * Takes in a tracking request: resolves when it is on disk. `type` is the call that the path names, null for a batch.
 * Throws the error that the client is told; what is refused shows in the live view.
 */
export async function acceptRequest(door: Door, request: FastifyRequest, type: string | null): Promise<void> {
  let source: SourceRow | undefined
  try {
    door.disk.check()
    const body = await readBody(request.body)
    const parsed = parseJson(body)
    source = await findSource(door.sources, findWriteKey(request, parsed))
    checkShape(parsed, type, body.length)
    await append(door, request, { source, type, body })
  } catch (error) {
    if (error instanceof KithError && error.status < 500)
      door.live.refuse(source?.name ?? null, error.message)
    throw error
  }
}

/** Takes in one event that was made here of something else than a tracking body, such as a pixel's address. */
export async function acceptEvent(
  door: Door,
  request: FastifyRequest,
  event: { type: string; [field: string]: unknown },
): Promise<void> {
  door.disk.check()
  const source = await findSource(door.sources, findWriteKey(request, event))
  const body = Buffer.from(JSON.stringify(event))
  checkShape(event, event.type, body.length)
  await append(door, request, { source, type: event.type, body })
}

async function findSource(sources: Sources, key: string | null): Promise<SourceRow> {
  if (!key)
    throw fail(
      'unauthenticated',
      'The request has no write key: send it as the user of Basic authentication or as "writeKey" in the body.',
    )
  const source = sources.byWriteKey(key) ?? (await sources.find(key))
  if (!source) throw fail('invalid_write_key')
  return source
}

/** A single event is checked before the answer; events of a batch are checked in the pipeline, each on its own. */
function checkShape(parsed: unknown, type: string | null, bytes: number): void {
  if (isObject(parsed) && Array.isArray(parsed['batch'])) {
    if (parsed['batch'].length === 0) throw fail('bad_request', 'The batch is empty.')
    return
  }
  if (type === null) throw fail('bad_request', 'A batch is an object with the events in "batch".')
  if (bytes > MAX_EVENT_BYTES)
    throw fail('bad_request', `The event has ${Math.ceil(bytes / 1024)} KB; at most 32 KB are allowed.`)
  const event = parseEvent(parsed, { type })
  if (isProblem(event)) {
    throw fail('validation_failed', `${event.field} ${event.problem}.`, [
      { field: event.field, problem: event.problem, reason: event.reason },
    ])
  }
}

async function append(
  { platform, disk }: Door,
  request: FastifyRequest,
  { source, type, body }: { source: SourceRow; type: string | null; body: Buffer },
): Promise<void> {
  const userAgent = request.headers['user-agent'] ?? null
  const header = { sourceId: source.id, receivedAt: platform.clock.now(), ip: request.ip, userAgent, type }
  try {
    await platform.log.append(encodeRecord(header, body))
    disk.noteWrite(null)
  } catch (error) {
    disk.noteWrite(error)
    request.log.error({ err: error }, 'The log could not be written')
    throw fail('unavailable', 'The event could not be written to disk. Send it again in a moment.')
  }
}
