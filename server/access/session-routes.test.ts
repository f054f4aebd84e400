import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../model/access.ts'
import { rolePermissions } from '../../model/roles.ts'
import { engines, injectAs } from '../platform/testing/index.ts'
import { browserOf, openTestAccess, PASSWORD, signInCookie, type TestAccess } from './open-test-access.ts'

describe.each(engines)('sessions on the %s engine', (engine) => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  it('tells a signed-in user who they are and what they may do', async () => {
    const { status, body } = await access.as.member.get<Session>('/api/v1/session')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      needs_setup: false,
      user: { id: access.ids.member, email: 'member@example.com', roles: ['member'] },
    })
    expect(new Set(body.permissions)).toEqual(new Set(rolePermissions.member))
    expect(body.rights).toMatchObject({ '*': { view: 'all', delete: 'all' } })
  })

  it('tells a stranger that nobody is signed in', async () => {
    const { status, body } = await access.stranger.get<Session>('/api/v1/session')
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        user: null,
        needs_setup: false,
        pending: null,
        permissions: [],
        role_names: [],
        rights: {},
        fields: {},
      },
    })
  })

  it('answers the permissions of an API key', async () => {
    const { body } = await access.api.get<Session>('/api/v1/session')
    expect(body).toMatchObject({ user: null, needs_setup: false, permissions: rolePermissions.owner })
  })

  it('keeps the cookie from scripts and other sites', async () => {
    const { headers } = await access.stranger.post('/api/v1/session', {
      email: 'owner@example.com',
      password: PASSWORD,
    })
    expect(String(headers['set-cookie'])).toMatch(
      /^kith\.session_token=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/i,
    )
  })

  it('signs in whatever the case of the e-mail address', async () => {
    const browser = await browserOf(access.app, 'Owner@Example.COM')
    expect((await browser.get<Session>('/api/v1/session')).body.user?.id).toBe(access.ids.owner)
  })

  it.each([
    ['a wrong password', { email: 'owner@example.com', password: 'wrong password' }],
    ['an unknown e-mail address', { email: 'nobody@example.com', password: PASSWORD }],
  ])('refuses %s with the same sentence', async (_what, input) => {
    const { status, body } = await access.stranger.post('/api/v1/session', input)
    const message = 'The e-mail address or the password is wrong.'
    expect({ status, body }).toEqual({
      status: 401,
      body: { error: { code: 'unauthenticated', message, details: null } },
    })
  })

  it('ends the session at once when signing out', async () => {
    const cookie = await signInCookie(access.app, 'admin@example.com')
    const browser = injectAs(access.app, null, { cookie, 'sec-fetch-site': 'same-origin' })
    expect((await browser.get('/api/v1/users')).status).toBe(200)
    const { status, headers } = await browser.delete('/api/v1/session')
    expect(status).toBe(204)
    expect(String(headers['set-cookie'])).toContain('kith.session_token=; Max-Age=0')
    expect((await browser.get('/api/v1/users')).status).toBe(401)
  })

  it('forgets sessions that have expired', async () => {
    const browser = await browserOf(access.app, 'member@example.com')
    const count = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from sessions where user_id = ${access.ids.member}`.execute(access.platform.db)
      return rows[0]?.count
    }
    await sql`update sessions set expires_at = now() - interval '1 second' where user_id = ${access.ids.member}`.execute(
      access.platform.db,
    )
    expect((await browser.get('/api/v1/users')).status).toBe(401)
    await browserOf(access.app, 'member@example.com')
    expect(await count()).toBe(1)
  })

  it('renews a session that is used, so that who comes daily stays signed in', async () => {
    const browser = await browserOf(access.app, 'read_only@example.com')
    await sql`update sessions set expires_at = now() + interval '20 days' where user_id = ${access.ids.read_only}`.execute(
      access.platform.db,
    )
    const { status, headers } = await browser.get('/api/v1/users')
    expect(status).toBe(200)
    expect(String(headers['set-cookie'])).toContain('Max-Age=2592000')
  })

  it('refuses a cookie with a forged signature', async () => {
    const cookie = await signInCookie(access.app, 'admin@example.com')
    const [token] = cookie.split('.').slice(1)
    const forged = injectAs(access.app, null, { cookie: `kith.${token}.AAAA` })
    expect((await forged.get('/api/v1/users')).status).toBe(401)
  })
})
