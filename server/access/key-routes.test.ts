import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ApiKey, createdApiKey } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { engines, injectAs } from '../platform/testing/index.ts'
import { openTestAccess, type TestAccess } from './open-test-access.ts'

type Created = z.infer<typeof createdApiKey>

describe.each(engines)('API keys on the %s engine', (engine) => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  it('are shown once, when they are made', async () => {
    const { status, body } = await access.as.admin.post<Created>('/api/v1/api-keys', {
      name: 'CI',
      scopes: ['events:write', 'events:write'],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'CI',
      scopes: ['events:write'],
      last_used_at: null,
      hint: `…${body.key.slice(-4)}`,
    })
    expect(body.key).toMatch(/^kith_[\w-]{43}$/)
    const list = (await access.as.admin.get<Page<ApiKey>>('/api/v1/api-keys')).body
    expect(list.data.find(({ id }) => id === body.id)).toEqual({ ...body, key: undefined })
    expect(JSON.stringify(list)).not.toContain(body.key)
  })

  it('are listed by name, page by page', async () => {
    for (const name of ['a', 'b', 'c'])
      await access.api.post('/api/v1/api-keys', { name, scopes: ['users:read'] })
    const names: string[] = []
    let cursor = ''
    do {
      const { body } = await access.api.get<Page<ApiKey>>(`/api/v1/api-keys?limit=2${cursor}`)
      names.push(...body.data.map(({ name }) => name))
      cursor = body.next ? `&cursor=${body.next}` : ''
    } while (cursor)
    expect(names).toEqual(expect.arrayContaining(['a', 'b', 'c', 'KITH_API_KEY']))
    expect(new Set(names).size).toBe(names.length)
  })

  it('cannot be given scopes that their maker lacks', async () => {
    const { body } = await access.api.post<Created>('/api/v1/api-keys', {
      name: 'Maker',
      scopes: ['keys:write', 'users:read'],
    })
    const maker = injectAs(access.app, body.key)
    expect((await maker.post('/api/v1/api-keys', { name: 'Child', scopes: ['users:read'] })).status).toBe(201)
    const refused = await maker.post<{ error: object }>('/api/v1/api-keys', {
      name: 'Child',
      scopes: ['users:read', 'deals:write'],
    })
    expect(refused.status).toBe(403)
    expect(refused.body.error).toMatchObject({
      message: 'You cannot grant what you may not do yourself: deals:write.',
    })
  })

  it.each([
    ['no scopes', { name: 'x', scopes: [] }],
    ['an unknown scope', { name: 'x', scopes: ['world:rule'] }],
    ['no name', { scopes: ['users:read'] }],
  ])('are refused with %s', async (_what, input) => {
    expect((await access.api.post('/api/v1/api-keys', input)).status).toBe(400)
  })

  it.each([
    ['an unknown one', '550e8400-e29b-41d4-a716-446655440000', 404],
    ['what is no id', 'x', 400],
  ])('cannot be removed by naming %s', async (_what, id, status) => {
    expect((await access.api.delete(`/api/v1/api-keys/${id}`)).status).toBe(status)
  })

  it('outlive the user who made them', async () => {
    const { body } = await access.as.admin.post<Created>('/api/v1/api-keys', {
      name: 'Legacy',
      scopes: ['users:read'],
    })
    await access.as.owner.delete(`/api/v1/users/${access.ids.admin}`)
    expect((await injectAs(access.app, body.key).get('/api/v1/users')).status).toBe(200)
  })
})
