import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { droppedEvent, dropReasons, liveEvent } from '../../../model/source.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listDropped } from './list-dropped.ts'
import type { LiveFeed } from './live-feed.ts'
import { visibleDropped, visibleLive } from './visible-payload.ts'

const HEARTBEAT_MS = 15_000
const MAX_BUFFERED_BYTES = 1024 * 1024
const reasons = Object.keys(dropReasons) as [string, ...string[]]

/** What arrives now, and what was dropped and why. */
export function registerLiveRoutes(app: App, platform: Platform, live: LiveFeed): void {
  addStream(app, live)
  addRecent(app, platform, live)
}

function addStream(app: App, live: LiveFeed): void {
  app.get(
    '/api/v1/events/live',
    {
      config: { permission: 'live:read' },
      schema: { tags: ['Events'], summary: 'Events as they are processed (Server-Sent Events)' },
    },
    async ({ actor }, reply) => {
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      })
      raw.write(': connected\n\n')
      const leave = live.subscribe((events) => {
        // A reader that cannot keep up misses events rather than filling our memory.
        if (raw.writableLength < MAX_BUFFERED_BYTES)
          raw.write(
            visibleLive(actor, events)
              .map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`)
              .join(''),
          )
      })
      const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
      raw.on('close', () => {
        clearInterval(heartbeat)
        leave()
      })
    },
  )
}

function addRecent(app: App, platform: Platform, live: LiveFeed): void {
  app.get(
    '/api/v1/events/recent',
    {
      config: { permission: 'live:read' },
      schema: {
        response: { 200: z.object({ data: z.array(liveEvent), next: z.null() }) },
        tags: ['Events'],
        summary: 'The newest events with what each step did',
      },
    },
    async ({ actor }) => ({ data: visibleLive(actor, live.recent()), next: null }),
  )
  app.get(
    '/api/v1/events/dropped',
    {
      config: { permission: 'live:read' },
      schema: {
        querystring: pageQuery.extend({ reason: z.enum(reasons).optional() }),
        response: { 200: pageOf(droppedEvent) },
        tags: ['Events'],
        summary: 'Events that were dropped, with the reason',
      },
    },
    async ({ actor, query: { reason = null, limit, cursor } }) => {
      const page = await listDropped(platform, { reason, limit, cursor })
      return { ...page, data: visibleDropped(actor, page.data) }
    },
  )
}
