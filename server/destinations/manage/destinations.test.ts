import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../model/access.ts'
import type { Destination } from '../../../model/destination.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestDestinations, type TestDestinations } from '../open-test-destinations.ts'

const url = 'https://hooks.example/kith'

describe.each(engines)('destinations on the %s engine', (engine) => {
  let test: TestDestinations
  beforeAll(async () => {
    test = await openTestDestinations(engine)
  })
  afterEach(() => test.reset())
  afterAll(() => test.close())

  const list = async () => (await test.api.get<Page<Destination>>('/api/v1/destinations')).body
  const auditLog = async () =>
    (await test.api.get<Page<AuditEntry>>('/api/v1/audit-log?limit=1000')).body.data

  it('can be made with a name and an address alone', async () => {
    const { status, body } = await test.api.post<Destination>('/api/v1/destinations', { name: ' CRM ', url })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(String),
      name: 'CRM',
      kind: 'webhook',
      enabled: true,
      url,
      segment_ids: [],
      created_at: new Date(test.platform.clock.now()).toISOString(),
      delivered: 0,
      failed: 0,
      waiting: 0,
      secret: expect.stringMatching(/^whsec_/),
    })
  })

  it('are listed in the order in which they were made, with what waits for each', async () => {
    for (const name of ['first', 'second', 'third']) {
      await test.add({ url, name })
      test.platform.clock.advance(1_000)
    }
    await test.entered({}, {})
    const { data, next } = await list()
    expect(data.map(({ name, waiting }) => `${name} ${waiting}`)).toEqual(['first 2', 'second 2', 'third 2'])
    expect(next).toBeNull()
  })

  it('change in what is given and keep the rest', async () => {
    const segment_ids = [randomUUID(), randomUUID()]
    const { id, secret, ...before } = await test.add({ url, segment_ids })
    const change = (fields: object) => test.api.patch<Destination>(`/api/v1/destinations/${id}`, fields)
    expect((await change({ name: 'New' })).body).toEqual({ ...before, id, name: 'New' })
    expect((await change({ url: `${url}/2`, enabled: false })).body).toMatchObject({
      url: `${url}/2`,
      segment_ids,
    })
    expect((await change({ segment_ids: [] })).body).toMatchObject({
      name: 'New',
      url: `${url}/2`,
      segment_ids: [],
      enabled: false,
    })
    expect(secret).toMatch(/^whsec_/)
  })

  it('are removed with their deliveries', async () => {
    const { id } = await test.add({ url })
    await test.entered({})
    expect((await test.api.delete(`/api/v1/destinations/${id}`)).status).toBe(204)
    expect([(await list()).data, await test.deliveries()]).toEqual([[], []])
  })

  it('never show their secret again, and keep it sealed', async () => {
    const { url: address } = await test.receiver()
    const { id, secret } = await test.add({ url: address })
    await test.entered({})
    const answers = await Promise.all([
      list(),
      auditLog(),
      test.api.patch(`/api/v1/destinations/${id}`, { name: 'Other' }),
      test.api.post(`/api/v1/destinations/${id}/test`),
      test.deliveries(),
      sql`select d::text, encode(d.secrets, 'escape') as secrets from destinations d`.execute(
        test.platform.db,
      ),
    ])
    expect(answers.map((answer) => JSON.stringify(answer)).join()).not.toContain(
      secret.slice('whsec_'.length),
    )
  })

  it('each have a secret of their own', async () => {
    const secrets = [(await test.add({ url })).secret, (await test.add({ url })).secret]
    expect(new Set(secrets).size).toBe(2)
  })

  it.each([
    ['no name', { url }, 'name'],
    ['an empty name', { url, name: ' ' }, 'name'],
    ['no address', { name: 'Hook' }, 'url'],
    ['an address of another kind', { name: 'Hook', url: 'ftp://example.com/' }, 'url'],
    ['half an address', { name: 'Hook', url: 'example.com' }, 'url'],
    ['segments that are none', { name: 'Hook', url, segment_ids: ['vip'] }, 'segment_ids.0'],
    ['a kind that does not exist', { name: 'Hook', url, kind: 'pigeon' }, 'kind'],
  ])('are refused with %s', async (_what, input, field) => {
    const { status, body } = await test.api.post<{ error: unknown }>('/api/v1/destinations', input)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'validation_failed',
      details: [expect.objectContaining({ field })],
    })
  })

  it('that do not exist are not found', async () => {
    const path = `/api/v1/destinations/${randomUUID()}`
    const answers = [
      await test.api.patch(path, { name: 'x' }),
      await test.api.delete(path),
      await test.api.post(`${path}/test`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })

  it('are seen and changed only with the permission', async () => {
    const reader = await test.apiWith(['destinations:read'])
    const other = await test.apiWith(['people:read'])
    const { id } = await test.add({ url })
    const attempts = [
      reader.post('/api/v1/destinations', { name: 'Hook', url }),
      reader.patch(`/api/v1/destinations/${id}`, { name: 'x' }),
      reader.delete(`/api/v1/destinations/${id}`),
      reader.post(`/api/v1/destinations/${id}/test`),
      reader.post(`/api/v1/deliveries/${randomUUID()}/retry`),
      other.get('/api/v1/destinations'),
      other.get('/api/v1/deliveries'),
    ]
    for (const { status } of await Promise.all(attempts)) expect(status).toBe(403)
    expect((await reader.get('/api/v1/destinations')).status).toBe(200)
    expect((await reader.get('/api/v1/deliveries')).status).toBe(200)
  })

  it('leave every write in the audit log', async () => {
    const { url: address } = await test.receiver()
    const { id } = await test.add({ url: address, name: 'Audited' })
    await test.api.patch(`/api/v1/destinations/${id}`, { enabled: false })
    await test.api.post(`/api/v1/destinations/${id}/test`)
    await test.api.delete(`/api/v1/destinations/${id}`)
    const entries = (await auditLog()).filter(({ subject_id }) => subject_id === id)
    expect(entries.map(({ action, subject_name }) => `${action} ${subject_name}`)).toEqual([
      'destination.removed Audited',
      'destination.tested Audited',
      'destination.changed Audited',
      'destination.created Audited',
    ])
    expect(entries[2]?.details).toEqual({ enabled: false })
  })
})
