import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../model/access.ts'
import { permissions } from '../../model/roles.ts'
import type { App } from '../platform/http/index.ts'
import {
  engines,
  injectAs,
  openTestHttp,
  openTestPlatform,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { createFirstAccess, registerAccess } from './index.ts'
import { browserOf } from './open-test-access.ts'

const FIRST = { adminEmail: 'Boss@Example.com', adminPassword: 'long enough', apiKey: 'the-first-key' }

describe.each(engines)('access from the environment on the %s engine', (engine) => {
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

  it('makes nothing when nothing is given', async () => {
    await createFirstAccess(platform, {})
    expect((await injectAs(app, null).get<Session>('/api/v1/session')).body.needs_setup).toBe(true)
  })

  it('makes the owner and the key once, however often Kith starts', async () => {
    for (let start = 0; start < 3; start++) await createFirstAccess(platform, FIRST)
    const { body } = await injectAs(app, FIRST.apiKey).get<Session>('/api/v1/session')
    expect(body.permissions).toEqual([...permissions])
    const browser = await browserOf(app, FIRST.adminEmail, FIRST.adminPassword)
    expect((await browser.get<Session>('/api/v1/session')).body.user).toMatchObject({
      email: 'boss@example.com',
      roles: ['owner'],
    })
    const { rows } = await sql`select action from audit_log where actor_type = 'system' order by id`.execute(
      platform.db,
    )
    expect(rows).toEqual([{ action: 'user.created' }, { action: 'api_key.created' }])
  })

  it('leaves a password alone that was changed since', async () => {
    await createFirstAccess(platform, { ...FIRST, adminPassword: 'another password' })
    await expect(browserOf(app, FIRST.adminEmail, 'another password')).rejects.toThrow('401')
  })

  it('replaces the key when the environment names another', async () => {
    await createFirstAccess(platform, { ...FIRST, apiKey: 'the-second-key' })
    platform.clock.advance(5_000)
    expect((await injectAs(app, FIRST.apiKey).get('/api/v1/users')).status).toBe(401)
    expect((await injectAs(app, 'the-second-key').get('/api/v1/users')).status).toBe(200)
  })
})
