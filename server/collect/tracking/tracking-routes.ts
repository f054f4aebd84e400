import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isObject } from '../../../model/json.ts'
import { fail, KithError } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import { acceptEvent, acceptRequest, type Door } from './accept.ts'
import { rudderSourceConfig, segmentSettings } from './client-documents.ts'
import { eventPaths, pixelPaths, reportPaths, settingsPaths } from './paths.ts'
import { pixelEvent, TRANSPARENT_GIF } from './pixel.ts'
import { MAX_REQUEST_BYTES } from './read-body.ts'

const PREFLIGHT_SECONDS = 900
const SETTINGS_SECONDS = 300
const RETRY_AFTER_SECONDS = 5

/**
 * The tracking API as the libraries of Segment and RudderStack call it, on the same port, with no prefix. In a scope of
 * its own: here any content type is a body, any origin may call, and errors have the form those libraries expect.
 */
export async function registerTrackingRoutes(app: App, door: Door): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_REQUEST_BYTES },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler(answerClient)
    scope.addHook('onRequest', async (request, reply) => allowOrigin(request, reply))
    addEventRoutes(scope, door)
    addDocumentRoutes(scope, door)
  })
}

function addEventRoutes(scope: App, door: Door): void {
  for (const [path, meaning] of eventPaths) {
    scope.options(path, undocumented, answerPreflight)
    scope.post(path, undocumented, async (request, reply) => {
      await acceptRequest(door, request, meaning)
      return answerAccepted(request, reply)
    })
  }
  for (const path of pixelPaths) {
    scope.get(path, undocumented, async (request, reply) => {
      await acceptEvent(door, request, pixelEvent(path.endsWith('page') ? 'page' : 'track', request.query))
      return reply.type('image/gif').header('cache-control', 'no-store').send(TRANSPARENT_GIF)
    })
  }
  for (const path of reportPaths) {
    scope.options(path, undocumented, answerPreflight)
    scope.post(path, undocumented, async (request, reply) => answerAccepted(request, reply))
  }
}

function addDocumentRoutes(scope: App, { sources }: Door): void {
  const params = z.object({ writeKey: z.string().max(200) })
  for (const path of settingsPaths) {
    scope.get(path, { schema: { params, hide: true } }, async (request, reply) => {
      const source = await sources.find(request.params.writeKey)
      if (!source) throw fail('not_found', 'There is no source with this write key.')
      return reply
        .header('cache-control', `public, max-age=${SETTINGS_SECONDS}`)
        .send(segmentSettings(source, request))
    })
  }
  const query = z.object({ writeKey: z.string().max(200).optional(), view: z.string().optional() })
  for (const path of ['/sourceConfig', '/sourceConfig/'] as const) {
    scope.options(path, undocumented, answerPreflight)
    scope.get(path, { schema: { querystring: query, hide: true } }, async (request, reply) => {
      // With `view=ad` the library only asks whether an ad blocker lets it through.
      if (request.query.view === 'ad') return reply.send({})
      const key = request.query.writeKey ?? basicUser(request)
      const source = key ? await sources.find(key) : undefined
      if (!source) throw fail('invalid_write_key')
      return reply.header('cache-control', 'no-cache').send(rudderSourceConfig(source))
    })
  }
}

const undocumented = { schema: { hide: true } } as const

function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('cross-origin-resource-policy', 'cross-origin')
  const { origin } = request.headers
  if (!origin) return
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-credentials', 'true')
  reply.header('access-control-expose-headers', 'retry-after')
  reply.header('vary', 'Origin')
}

async function answerPreflight(request: FastifyRequest, reply: FastifyReply) {
  return reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? 'content-type, authorization',
    )
    .header('access-control-max-age', String(PREFLIGHT_SECONDS))
    .code(204)
    .send()
}

/** RudderStack's libraries expect the text OK, everybody else JSON; each takes 200 for success and nothing else. */
function answerAccepted(request: FastifyRequest, reply: FastifyReply) {
  const isRudder =
    request.headers['anonymousid'] !== undefined ||
    request.url.startsWith('/beacon/') ||
    request.url.includes('rsaMetrics')
  return isRudder
    ? reply.type('text/plain').send('OK')
    : reply.type('application/json').send('{"success":true}')
}

function answerClient(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof KithError ? error : frameworkError(error)
  if (known.status >= 500) request.log.error({ err: error }, 'A tracking request failed')
  if (known.status === 503 || known.status === 429) reply.header('retry-after', String(RETRY_AFTER_SECONDS))
  const { code, message, details } = known
  return reply
    .code(known.status)
    .send({ success: false, code, message, error: { code, message, details: details ?? null } })
}

function frameworkError(error: unknown): KithError {
  const status = isObject(error) ? error['statusCode'] : undefined
  if (status === 413) return fail('too_large', `A request may have at most ${MAX_REQUEST_BYTES / 1024} KB.`)
  if (status === 400) return fail('bad_request')
  return fail('internal')
}

function basicUser(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  return authorization?.startsWith('Basic ')
    ? Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')[0]
    : undefined
}
