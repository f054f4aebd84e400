import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiKey, createdApiKey } from '../../model/access.ts'
import type { z } from 'zod'
import { engines, injectAs } from '../platform/testing/index.ts'
import { FULL_KEY, openTestAccess, signInCookie, type TestAccess } from './open-test-access.ts'

type Created = z.infer<typeof createdApiKey>

describe.each(engines)('the guard on the %s engine', (engine) => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess(engine, (app) => {
      app.post('/v1/track', { config: { permission: 'public' } }, () => 'OK')
      app.get('/inside', { config: { permission: 'audit:read' } }, () => 'OK')
    })
  })
  afterAll(() => access.close())

  describe('an API key', () => {
    it.each([
      ['as Bearer', `Bearer ${FULL_KEY}`],
      ['as bearer in small letters', `bearer ${FULL_KEY}`],
      ['as Basic user', `Basic ${Buffer.from(`${FULL_KEY}:`).toString('base64')}`],
    ])('opens the API %s', async (_how, authorization) => {
      expect((await injectAs(access.app, null, { authorization }).get('/api/v1/users')).status).toBe(200)
    })

    it.each(['Bearer unknown', 'Bearer', 'Basic !!!', 'Digest a=b', ''])(
      'is asked for when the header is %j',
      async (authorization) => {
        const { status, body } = await injectAs(access.app, null, { authorization }).get('/api/v1/users')
        expect({ status, body }).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } })
      },
    )

    it('opens what its scopes say and names the scope that is missing', async () => {
      const { body } = await access.api.post<Created>('/api/v1/api-keys', {
        name: 'Reader',
        scopes: ['users:read'],
      })
      const reader = injectAs(access.app, body.key)
      expect((await reader.get('/api/v1/users')).status).toBe(200)
      const refused = await reader.get<{ error: object }>('/api/v1/api-keys')
      expect(refused.status).toBe(403)
      expect(refused.body.error).toMatchObject({
        code: 'forbidden',
        message: 'This API key lacks the scope keys:read.',
      })
    })

    it('comes before a cookie', async () => {
      const cookie = await signInCookie(access.app, 'owner@example.com')
      expect((await injectAs(access.app, 'unknown', { cookie }).get('/api/v1/users')).status).toBe(401)
    })

    it('is refused at once when removed', async () => {
      const { body } = await access.api.post<Created>('/api/v1/api-keys', {
        name: 'Short-lived',
        scopes: ['users:read'],
      })
      const short = injectAs(access.app, body.key)
      expect((await short.get('/api/v1/users')).status).toBe(200)
      await access.api.delete(`/api/v1/api-keys/${body.id}`)
      expect((await short.get('/api/v1/users')).status).toBe(401)
    })

    it('is refused a few seconds after another process removed it', async () => {
      const { body } = await access.api.post<Created>('/api/v1/api-keys', {
        name: 'Elsewhere',
        scopes: ['users:read'],
      })
      const elsewhere = injectAs(access.app, body.key)
      expect((await elsewhere.get('/api/v1/users')).status).toBe(200)
      await sql`delete from api_keys where id = ${body.id}`.execute(access.platform.db)
      access.platform.clock.advance(5_000)
      expect((await elsewhere.get('/api/v1/users')).status).toBe(401)
    })

    it('has its use noted at most once a minute', async () => {
      const { body } = await access.api.post<Created>('/api/v1/api-keys', {
        name: 'Noted',
        scopes: ['keys:read'],
      })
      const noted = injectAs(access.app, body.key)
      const lastUsed = async () => {
        const { body: list } = await noted.get<{ data: ApiKey[] }>('/api/v1/api-keys')
        return list.data.find(({ id }) => id === body.id)?.last_used_at
      }
      const first = new Date(access.platform.clock.now()).toISOString()
      await lastUsed()
      await expect.poll(lastUsed).toBe(first)
      access.platform.clock.advance(59_000)
      expect(await lastUsed()).toBe(first)
      access.platform.clock.advance(1_000)
      const later = new Date(access.platform.clock.now()).toISOString()
      await lastUsed()
      await expect.poll(lastUsed).toBe(later)
    })
  })

  describe('a write by cookie', () => {
    const input = { name: 'New', email: 'nobody', password: '', roles: ['member'] }
    let cookie: string
    beforeAll(async () => {
      cookie = await signInCookie(access.app, 'owner@example.com')
    })
    const write = async (headers: Record<string, string>) =>
      (await injectAs(access.app, null, { cookie, ...headers }).post('/api/v1/users', input)).status

    it.each([
      ['from our own page', { 'sec-fetch-site': 'same-origin' }],
      [
        'from our own page in an older browser',
        { origin: 'http://kith.local:3000', host: 'kith.local:3000' },
      ],
    ])('reaches its route %s', async (_from, headers) => {
      expect(await write(headers)).toBe(400)
    })

    it.each([
      ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      [
        'from another port of this machine',
        { 'sec-fetch-site': 'same-site', origin: 'http://localhost:8080' },
      ],
      ['from another site in an older browser', { origin: 'https://evil.example' }],
      ['from a sandboxed page', { origin: 'null' }],
      ['that does not say from where', {}],
    ])('is refused %s', async (_from, headers) => {
      expect(await write(headers)).toBe(403)
    })

    it('may read from anywhere, because no other site can see the answer', async () => {
      const foreign = injectAs(access.app, null, { cookie, origin: 'https://evil.example' })
      const { status, headers } = await foreign.get('/api/v1/users')
      expect(status).toBe(200)
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    })
  })

  it('refuses to sign a visitor of another site in', async () => {
    const foreign = injectAs(access.app, null, { origin: 'https://evil.example' })
    const { status, body } = await foreign.post('/api/v1/session', {
      email: 'owner@example.com',
      password: 'x',
    })
    expect({ status, body }).toMatchObject({ status: 403, body: { error: { code: 'cross_site' } } })
  })

  it('leaves doors outside the API open to pages of every site', async () => {
    const foreign = injectAs(access.app, 'a write key', { origin: 'https://shop.example' })
    expect((await foreign.post('/v1/track', {})).status).toBe(200)
  })

  it('guards whatever outside the API asks for a permission', async () => {
    expect((await access.stranger.get('/inside')).status).toBe(401)
    expect((await access.as.member.get('/inside')).status).toBe(403)
    expect((await access.as.owner.get('/inside')).status).toBe(200)
  })

  it('stores no key that could be used', async () => {
    const { body } = await access.api.post<Created>('/api/v1/api-keys', {
      name: 'Secret',
      scopes: ['users:read'],
    })
    const { rows } = await sql<{ row: string }>`select api_keys::text as row from api_keys`.execute(
      access.platform.db,
    )
    for (const { row } of rows) expect(row).not.toContain(body.key)
    for (const { row } of rows) expect(row).not.toContain(FULL_KEY)
  })
})
