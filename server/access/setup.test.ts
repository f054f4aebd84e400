import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../model/access.ts'
import type { App } from '../platform/http/index.ts'
import {
  engines,
  injectAs,
  openTestHttp,
  openTestPlatform,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerAccess } from './index.ts'
import { browserOf } from './open-test-access.ts'

const OWNER = { name: 'Grace', email: 'grace@example.com', password: 'long enough' }

describe.each(engines)('the first visit on the %s engine', (engine) => {
  let platform: TestPlatform
  let app: App
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    app = await openTestHttp()
    registerAccess(app, platform, {})
  })
  afterAll(async () => {
    await app.close()
    await platform.close()
  })

  it('is told that Kith has to be set up', async () => {
    const { body } = await injectAs(app, null).get<Session>('/api/v1/session')
    expect(body).toEqual({
      user: null,
      needs_setup: true,
      pending: null,
      permissions: [],
      role_names: [],
      rights: {},
      fields: {},
    })
  })

  it('makes one owner, signed in at once, however many try', async () => {
    const attempts = [1, 2, 3].map((n) =>
      injectAs(app, null).post<Session>('/api/v1/setup', { ...OWNER, email: `grace${n}@example.com` }),
    )
    const answers = await Promise.all(attempts)
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409])
    const made = answers.find(({ status }) => status === 201)
    expect(made?.body).toMatchObject({ needs_setup: false, user: { name: 'Grace', roles: ['owner'] } })
    expect(String(made?.headers['set-cookie'])).toContain('kith.session_token=')
    const browser = await browserOf(app, made?.body.user?.email ?? '', OWNER.password)
    expect((await browser.get('/api/v1/users')).body).toMatchObject({ data: [{ name: 'Grace' }] })
  })

  it('happens once', async () => {
    expect((await injectAs(app, null).post('/api/v1/setup', OWNER)).status).toBe(409)
    const { body } = await injectAs(app, null).get<Session>('/api/v1/session')
    expect(body.needs_setup).toBe(false)
  })

  it('offers no other way to make oneself a user', async () => {
    for (const url of ['/api/auth/sign-up/email', '/api/v1/auth/sign-up/email'])
      expect((await injectAs(app, null).post(url, OWNER)).status).toBe(404)
  })
})

it('sends the cookie over https only when Kith is reached by https', async () => {
  const platform = await openTestPlatform('server')
  const app = await openTestHttp()
  registerAccess(app, platform, { publicUrl: 'https://kith.example.com' })
  const { headers } = await injectAs(app, null).post('/api/v1/setup', OWNER)
  expect(String(headers['set-cookie'])).toMatch(/^__Secure-kith\.session_token=.*; Secure/)
  await app.close()
  await platform.close()
})
