import { createHash } from 'node:crypto'
import { Stream } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { CompiledQuery } from 'kysely'
import { fail } from '../../platform/errors.ts'
import { API_PREFIX, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { withEachTransaction } from '../../platform/relational/index.ts'
import { isWrite } from '../same-origin.ts'
import { claimKey, type KeyedRequest, type KeptAnswer } from './claim-key.ts'
import { giveBackKey, keepAnswer } from './keep-answer.ts'

const HEADER = 'idempotency-key'
const KEY = /^[\x21-\x7e]{1,255}$/
const LONGEST_BODY = 2 * 1024 * 1024
/** Answers that say "later" or "we failed": the same may be tried again. */
const isForNow = (status: number) => status >= 500 || status === 429

type Keyed = KeyedRequest & { isAnswered: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    /** The request as its `Idempotency-Key` names it; null without one. */
    keyed: Keyed | null
  }
}

/**
 * A write with an `Idempotency-Key` is done once by its sender, however often it is sent within a day: the same answer is
 * given again. A mark goes into the transactions that do it, so that after a crash it is known whether it was done.
 */
export function addIdempotency(app: App, { db, clock, secrets }: Platform): void {
  app.decorateRequest('keyed', null)

  app.addHook('preHandler', async (request, reply) => {
    const keyed = readKeyed(request, new Date(clock.now()))
    if (!keyed) return
    const claim = await claimKey(db, keyed)
    if (typeof claim === 'object') return answerAgain(reply, claim, secrets)
    if (claim !== 'ours') throw fail(`idempotency_key_${claim}`)
    request.keyed = keyed
  })

  app.addHook('preHandler', ({ keyed }, _reply, done) => {
    if (!keyed) return done()
    withEachTransaction(async (connection) => {
      if (!keyed.isAnswered) await connection.executeQuery(markOf(keyed))
    }, done)
  })

  app.addHook('onSend', async ({ keyed }, reply, payload: unknown) => {
    if (!keyed) return payload
    keyed.isAnswered = true
    const isFree = isForNow(reply.statusCode) && (await giveBackKey(db, keyed))
    if (!isFree) await keepAnswer(db, keyed, answerOf(reply, payload, secrets))
    return payload
  })
}

function readKeyed(request: FastifyRequest, now: Date): Keyed | null {
  const key = request.headers[HEADER]
  const { url = '', config } = request.routeOptions
  if (key === undefined || !isWrite(request) || !url.startsWith(API_PREFIX)) return null
  if (config.permission === 'public' || !request.caller) return null
  if (typeof key !== 'string' || !KEY.test(key))
    throw fail(
      'bad_request',
      'Idempotency-Key: has to be 1 to 255 visible ASCII characters, such as a UUID that you make for each thing to do.',
    )
  const { type, id } = request.actor
  return { holder: `${type} ${id}`, key, fingerprint: fingerprintOf(request), now, isAnswered: false }
}

function fingerprintOf({ method, url, body, headers }: FastifyRequest): string {
  const sent = body instanceof Stream ? headers['content-length'] : JSON.stringify(body ?? null)
  return createHash('sha256').update(`${method} ${url}\n${sent}`).digest('hex')
}

function answerAgain(
  reply: FastifyReply,
  { status, content_type, body }: KeptAnswer,
  secrets: Secrets,
): FastifyReply {
  if (content_type !== null) void reply.header('content-type', content_type)
  return reply
    .code(status)
    .header('idempotency-replayed', 'true')
    .send(body ? secrets.open(body) : undefined)
}

function answerOf(reply: FastifyReply, payload: unknown, secrets: Secrets): KeptAnswer {
  const type = reply.getHeader('content-type')
  const text = Buffer.isBuffer(payload) ? payload.toString() : payload
  return {
    status: reply.statusCode,
    content_type: typeof type === 'string' ? type : null,
    body: typeof text === 'string' && text.length <= LONGEST_BODY ? secrets.seal(text) : null,
  }
}

function markOf({ holder, key, now }: KeyedRequest): CompiledQuery {
  return CompiledQuery.raw('update idempotency_keys set wrote_at = $3 where holder = $1 and key = $2', [
    holder,
    key,
    now,
  ])
}
