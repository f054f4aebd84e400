import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pino } from 'pino'
import { fail } from '../errors.ts'
import { openTestHttp } from '../testing/index.ts'
import { createHttp, noContent, type App } from './index.ts'

const config = { permission: 'public' } as const
const docs = { tags: ['Test'], summary: 'A route of the test' }
const UUID = '550e8400-e29b-41d4-a716-446655440000'

describe('the server', () => {
  let app: App
  const logged: string[] = []
  beforeAll(async () => {
    const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
    app = await createHttp({
      logger,
      publicUrl: 'https://kith.example.com',
      webFolder: null,
    })
    addRoutes(app)
  })
  afterAll(() => app.close())

  it('parses parameters, query and body by their schemas', async () => {
    const answer = await app.inject({
      method: 'PATCH',
      url: `/api/v1/things/${UUID}?times=3`,
      payload: { name: ' x ' },
    })
    expect(answer.json()).toEqual({ id: UUID, times: 3, name: 'x' })
  })

  it('names every field that is not valid, the first one in the message', async () => {
    const answer = await app.inject({
      method: 'PATCH',
      url: `/api/v1/things/${UUID}`,
      payload: { name: '', nested: { n: 'x' } },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toMatchObject({ code: 'validation_failed', message: 'name: is empty' })
    expect(answer.json().error.details).toEqual([
      { field: 'name', problem: 'is empty' },
      { field: 'nested.n', problem: expect.stringContaining('number') },
    ])
  })

  it.each([
    [
      'malformed JSON',
      { payload: '{"a":', headers: { 'content-type': 'application/json' } },
      400,
      'bad_request',
    ],
    [
      'a content type that it does not read',
      { payload: 'a=1', headers: { 'content-type': 'text/csv' } },
      400,
      'bad_request',
    ],
    ['a body over 1 MB', { payload: { name: 'x'.repeat(1024 * 1024) } }, 413, 'too_large'],
  ])('answers %s with an error of the table', async (_what, request, status, code) => {
    const answer = await app.inject({ method: 'PATCH', url: `/api/v1/things/${UUID}`, ...request })
    expect({ status: answer.statusCode, code: answer.json().error.code }).toEqual({ status, code })
  })

  it('answers an expected failure with its code, sentence and details', async () => {
    const answer = await app.inject('/api/v1/gone')
    expect(answer.statusCode).toBe(410)
    expect(answer.json()).toEqual({
      error: { code: 'gone', message: 'Gone to Rome.', details: { to: 'Rome' } },
    })
  })

  it('hides an unexpected failure from the caller and logs it under the same request id', async () => {
    const answer = await app.inject('/api/v1/broken')
    const { code, message, details } = answer.json().error
    expect({ status: answer.statusCode, code }).toEqual({ status: 500, code: 'internal' })
    expect(message).not.toContain('secret')
    expect(logged.find((line) => line.includes(details.request_id))).toContain('a secret detail')
  })

  it('answers addresses that do not exist as JSON', async () => {
    const answers = await Promise.all(
      ['/api/v1/nothing', '/nothing.js', '/%zz'].map((url) => app.inject(url)),
    )
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 400])
    for (const answer of answers) expect(answer.json().error.code).toMatch(/not_found|bad_request/)
  })

  it('answers 204 without a body', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/api/v1/gone' })
    expect({ status: answer.statusCode, body: answer.body }).toEqual({ status: 204, body: '' })
  })

  it('refuses an actor-less request in a handler that asks for the actor', async () => {
    expect((await app.inject('/api/v1/me')).statusCode).toBe(401)
  })

  it('makes browsers careful, also with errors', async () => {
    const { headers } = await app.inject('/api/v1/gone')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('compresses long answers as the client prefers', async () => {
    const read = (encoding: string) =>
      app.inject({ url: '/api/v1/long', headers: { 'accept-encoding': encoding } })
    const plain = (await app.inject('/api/v1/long')).body
    expect(gunzipSync((await read('gzip')).rawPayload).toString()).toBe(plain)
    expect(brotliDecompressSync((await read('gzip, br')).rawPayload).toString()).toBe(plain)
  })

  it('does not believe a proxy header about the caller’s address', async () => {
    const answer = await app.inject({ url: '/api/v1/ip', headers: { 'x-forwarded-for': '6.6.6.6' } })
    expect(answer.body).toBe('127.0.0.1')
  })
})

describe('declaring a route', () => {
  it('fails without a permission', async () => {
    const app = await openTestHttp()
    expect(() => app.get('/api/v1/open', { schema: docs }, () => 1)).toThrow(
      'GET /api/v1/open does not declare config.permission',
    )
  })

  it('fails without a summary', async () => {
    const app = await openTestHttp()
    expect(() => app.get('/api/v1/mute', { config, schema: { tags: ['Test'] } }, () => 1)).toThrow(
      'has no summary',
    )
  })

  it('needs neither outside the API', async () => {
    const app = await openTestHttp()
    app.get('/health', () => 'ok')
    expect((await app.inject('/health')).body).toBe('ok')
  })
})

function addRoutes(app: App): void {
  const body = z.object({
    name: z.string().trim().min(1, 'is empty'),
    nested: z.object({ n: z.number() }).optional(),
  })
  const params = z.object({ id: z.uuid() })
  const querystring = z.object({ times: z.coerce.number().default(1) })
  app.patch(
    '/api/v1/things/:id',
    { config, schema: { ...docs, params, querystring, body } },
    ({ params, query, body }) => ({
      ...params,
      ...query,
      ...body,
    }),
  )
  app.get('/api/v1/gone', { config, schema: docs }, () => {
    throw fail('gone', 'Gone to Rome.', { to: 'Rome' })
  })
  app.delete(
    '/api/v1/gone',
    { config, schema: { ...docs, response: { 204: noContent } } },
    async (_request, reply) => reply.code(204).send(null),
  )
  app.get('/api/v1/broken', { config, schema: docs }, () => {
    throw new Error('a secret detail')
  })
  app.get('/api/v1/me', { config, schema: docs }, ({ actor }) => actor.name)
  app.get('/api/v1/long', { config, schema: docs }, () => ({ text: 'Kith '.repeat(1000) }))
  app.get('/api/v1/ip', { config, schema: docs }, ({ ip }) => ip)
}
