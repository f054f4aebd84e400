import type { FastifyReply, FastifyRequest } from 'fastify'
import { systemActor } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import { isUnchanged } from '../answer-cached.ts'
import type { Profiles } from '../open-profiles.ts'
import type { BrowserKeys, ReadKey } from './open-browser-keys.ts'
import { isUnguessable, visitorProfile } from './visitor-profile.ts'

const PATH = '/v1/visitor'
const PREFLIGHT_SECONDS = 900
const MAX_ID = 500
const VARY = 'origin, authorization, anonymous-id'

type Needs = { profiles: Profiles; keys: BrowserKeys }

/**
 * What a page may know of its own visitor: `GET /v1/visitor`, with a browser key as bearer, and the anonymous id in the
 * header `Anonymous-Id`, because addresses end up in logs.
 */
export async function registerVisitorRoute(app: App, needs: Needs): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers({ 'cross-origin-resource-policy': 'cross-origin', vary: VARY })
    })
    scope.options(PATH, { schema: { hide: true } }, async (request, reply) => answerPreflight(request, reply))
    scope.get(PATH, { schema: { hide: true } }, async (request, reply) => {
      const key = await needs.keys.find(keyOf(request))
      if (!key) throw fail('unauthenticated', 'This browser key is not known, or switched off.')
      allowOrigin(request, reply, key)
      const anonymousId = idOf(request)
      const waitMs = needs.keys.take(key, anonymousId)
      if (waitMs > 0) {
        void reply.header('retry-after', String(Math.ceil(waitMs / 1_000)))
        throw fail('rate_limited')
      }
      const person = isUnguessable(anonymousId)
        ? await needs.profiles.find(systemActor, { type: 'anonymous_id', value: anonymousId })
        : null
      const body = visitorProfile(person, key)
      return isUnchanged(request, reply, { body, vary: VARY }) ? reply.send() : reply.send(body)
    })
  })
}

function keyOf({ headers: { authorization = '' } }: FastifyRequest): string {
  return authorization.replace(/^Bearer +/i, '')
}

function idOf({ headers }: FastifyRequest): string {
  const id = String(headers['anonymous-id'] ?? '')
  const problem = id === '' ? 'is missing' : id.length > MAX_ID ? 'is too long' : null
  if (problem)
    throw fail('validation_failed', `Anonymous-Id: ${problem}`, [{ field: 'Anonymous-Id', problem }])
  return id
}

/** A browser names the page's origin whenever it is another than ours, and hands the answer to those allowed alone. */
function allowOrigin({ headers: { origin } }: FastifyRequest, reply: FastifyReply, key: ReadKey): void {
  if (origin === undefined) return
  if (!key.origins.includes(origin.toLowerCase()))
    throw fail(
      'forbidden',
      `Pages of ${origin} may not use this browser key. Add them under Settings → Keys.`,
    )
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'etag, retry-after',
  })
}

/** Says no more than what may be asked: a preflight bears no key. */
async function answerPreflight({ headers: { origin } }: FastifyRequest, reply: FastifyReply) {
  return reply
    .headers({
      'access-control-allow-origin': origin ?? '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization, anonymous-id, if-none-match',
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    })
    .code(204)
    .send()
}
