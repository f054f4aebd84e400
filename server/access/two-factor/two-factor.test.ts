import { sql } from 'kysely'
import { TOTP, Secret } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry, Session, User } from '../../../model/access.ts'
import type { Page } from '../../../model/page.ts'
import type { Enrolment, OwnSignIn } from '../../../model/sign-on.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestAccess, PASSWORD, type TestAccess } from '../open-test-access.ts'
import { openTestBrowser, type TestBrowser } from '../test-browser.ts'

const STEP_MS = 30_000
type Codes = { recovery_codes: string[] }

describe.each(engines)('the second factor on the %s engine', (engine) => {
  let access: TestAccess
  let secret = ''
  let recovery: string[] = []
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  /** The code that the app shows; each call lets the time pass to the next one. */
  const nextCode = (of = secret) => {
    access.platform.clock.advance(STEP_MS)
    return codeNow(of)
  }
  const codeNow = (of = secret) =>
    new TOTP({ secret: Secret.fromBase32(of) }).generate({ timestamp: access.platform.clock.now() })
  const withPassword = async (email = 'member@example.com') => {
    const browser = openTestBrowser(access.app)
    const answer = await browser.post<Session>('/api/v1/session', { email, password: PASSWORD })
    return { browser, answer }
  }
  const show = (browser: TestBrowser, code: string, remember = false) =>
    browser.post<Session & { error: { message: string } }>('/api/v1/session/second-factor', {
      code,
      remember,
    })
  const policy = (change: object) => access.as.owner.patch('/api/v1/sign-on/policy', change)
  const actions = async (action: string) =>
    (await access.as.owner.get<Page<AuditEntry>>(`/api/v1/audit-log?action=${action}`)).body.data

  it('is set up with the password and the first code of the app', async () => {
    const wrong = await access.as.member.post('/api/v1/account/second-factor/enrolment', { password: 'no' })
    expect(wrong).toMatchObject({ status: 400, body: { error: { details: [{ field: 'password' }] } } })
    const begun = await access.as.member.post<Enrolment>('/api/v1/account/second-factor/enrolment', {
      password: PASSWORD,
    })
    expect(begun.status).toBe(201)
    secret = begun.body.secret
    expect((await access.as.member.put('/api/v1/account/second-factor', { code: '000000' })).status).toBe(400)
    const done = await access.as.member.put<Codes>('/api/v1/account/second-factor', { code: codeNow() })
    expect(done.status).toBe(200)
    recovery = done.body.recovery_codes
    expect(new Set(recovery).size).toBe(10)
    const { body } = await access.as.member.get<OwnSignIn>('/api/v1/account/sign-in')
    expect(body.second_factor).toMatchObject({ required: false, recovery_codes_left: 10 })
    expect(body.second_factor.enabled_at).not.toBeNull()
    const team = await access.as.owner.get<Page<User>>('/api/v1/users')
    expect(team.body.data.filter((user) => user.two_factor).map(({ email }) => email)).toEqual([
      'member@example.com',
    ])
  })

  it('keeps neither secret nor recovery codes readable', async () => {
    const { rows } = await sql<{ text: string }>`
      select (select string_agg(encode(secret, 'escape'), '') from second_factors)
        || (select string_agg(code_hash, '') from recovery_codes) as text`.execute(access.platform.db)
    for (const readable of [secret, ...recovery, ...recovery.map((code) => code.replace('-', ''))])
      expect(rows[0]?.text).not.toContain(readable)
  })

  it('is asked for after the password, and nothing opens before', async () => {
    const { browser, answer } = await withPassword()
    expect(answer).toMatchObject({ status: 202, body: { user: null, pending: { step: 'code' } } })
    expect((await browser.get('/api/v1/users')).status).toBe(401)
    expect((await browser.get<Session>('/api/v1/session')).body.pending).toMatchObject({ step: 'code' })
    expect((await browser.post('/api/v1/session/enrolment')).status).toBe(409)
    expect(await show(browser, nextCode())).toMatchObject({
      status: 201,
      body: { user: { name: 'The member' } },
    })
    expect((await browser.get('/api/v1/users')).status).toBe(200)
  })

  it('refuses a code that was used already, in any browser', async () => {
    const first = await withPassword()
    const code = nextCode()
    expect((await show(first.browser, code)).status).toBe(201)
    const second = await withPassword()
    const again = await show(second.browser, code)
    expect(again).toMatchObject({ status: 400, body: { error: { details: [{ field: 'code' }] } } })
    expect(again.body.error.message).toContain('used already')
    expect((await actions('user.second_factor_refused'))[0]?.details).toEqual({ code: 'used before' })
    expect((await show(second.browser, nextCode())).status).toBe(201)
  })

  it('lets one of two who show the same code at once come in', async () => {
    const both = await Promise.all([withPassword(), withPassword()])
    const code = nextCode()
    const statuses = await Promise.all(both.map(async ({ browser }) => (await show(browser, code)).status))
    expect(new Set(statuses)).toEqual(new Set([201, 400]))
    await show((await withPassword()).browser, nextCode())
  })

  it('takes each recovery code once, however it is typed', async () => {
    const [code = ''] = recovery
    const typed = ` ${code.toLowerCase().replace('-', ' ')} `
    expect((await show((await withPassword()).browser, typed)).status).toBe(201)
    expect((await actions('user.recovery_code_used'))[0]?.details).toEqual({ left: 9 })
    const { browser } = await withPassword()
    expect((await show(browser, code)).status).toBe(400)
    expect((await show(browser, nextCode())).status).toBe(201)
  })

  it('is not asked for in a browser that was to be remembered, for as long as the policy says', async () => {
    const { browser } = await withPassword()
    await show(browser, nextCode(), true)
    browser.drop('kith.session_token')
    const credentials = { email: 'member@example.com', password: PASSWORD }
    expect((await browser.post('/api/v1/session', credentials)).status).toBe(201)
    const other = { email: 'read_only@example.com', password: PASSWORD }
    expect((await browser.post('/api/v1/session', other)).status).toBe(201)
    await policy({ remember_days: 0 })
    expect((await browser.post('/api/v1/session', credentials)).status).toBe(202)
    await policy({ remember_days: 30 })
    access.platform.clock.advance(31 * 86_400_000)
    expect((await browser.post('/api/v1/session', credentials)).status).toBe(202)
  })

  it('forgets the browsers when asked to', async () => {
    const { browser } = await withPassword()
    await show(browser, nextCode(), true)
    expect((await browser.delete('/api/v1/account/trusted-devices')).status).toBe(204)
    const again = await browser.post('/api/v1/session', { email: 'member@example.com', password: PASSWORD })
    expect(again.status).toBe(202)
  })

  it('is locked after five wrong codes in a row, for the right one too', async () => {
    const { browser } = await withPassword()
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) statuses.push((await show(browser, '000000')).status)
    expect(statuses).toEqual([400, 400, 400, 400, 429])
    const locked = await show(browser, nextCode())
    expect(locked.status).toBe(429)
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800)
    expect(await actions('user.second_factor_locked')).toHaveLength(1)
    access.platform.clock.advance(15 * 60_000)
    expect((await show(browser, nextCode())).status).toBe(201)
  })

  it('has to be shown within half an hour of the password', async () => {
    const { browser } = await withPassword()
    access.platform.clock.advance(31 * 60_000)
    expect((await show(browser, nextCode())).status).toBe(409)
    expect((await browser.get<Session>('/api/v1/session')).body.pending).toBeNull()
  })

  it('does not concern API keys', async () => {
    await policy({ two_factor: 'everybody' })
    expect((await access.api.get('/api/v1/users')).status).toBe(200)
    expect((await access.api.get('/api/v1/account/sign-in')).status).toBe(403)
    await policy({ two_factor: 'optional' })
  })

  it('is set up at the next sign-in by who needs it, and cannot be switched off by them', async () => {
    expect(await policy({ two_factor: 'roles', two_factor_roles: [] })).toMatchObject({ status: 400 })
    await policy({ two_factor: 'roles', two_factor_roles: ['admin'] })
    expect((await withPassword('read_only@example.com')).answer.status).toBe(201)
    const { browser, answer } = await withPassword('admin@example.com')
    expect(answer).toMatchObject({ status: 202, body: { pending: { step: 'enrolment' } } })
    expect((await show(browser, '123456')).status).toBe(409)
    const begun = await browser.post<Enrolment>('/api/v1/session/enrolment')
    const done = await browser.put<Session & Codes>('/api/v1/session/enrolment', {
      code: codeNow(begun.body.secret),
    })
    expect(done).toMatchObject({ status: 201, body: { user: { name: 'The admin' } } })
    expect(done.body.recovery_codes).toHaveLength(10)
    const off = await browser.post('/api/v1/account/second-factor/removal', { password: PASSWORD })
    expect(off.status).toBe(409)
    expect((await withPassword('admin@example.com')).answer.body.pending?.step).toBe('code')
  })

  it('is switched off with the password', async () => {
    const off = (password: string) =>
      access.as.member.post('/api/v1/account/second-factor/removal', { password })
    expect((await off('wrong password')).status).toBe(400)
    expect((await off(PASSWORD)).status).toBe(204)
    expect((await withPassword()).answer.status).toBe(201)
    expect(await actions('user.second_factor_disabled')).toHaveLength(1)
  })

  it('is taken from who has lost it by an administrator with the authority, which ends the sessions', async () => {
    const adminId = access.ids.admin
    const reset = `/api/v1/users/${adminId}/second-factor`
    expect((await access.as.member.delete(reset)).status).toBe(403)
    const { browser } = await withPassword('admin@example.com')
    expect((await browser.get('/api/v1/users')).status).toBe(401)
    expect((await access.as.owner.delete(reset)).status).toBe(204)
    expect((await access.as.admin.get('/api/v1/users')).status).toBe(401)
    expect((await access.as.owner.delete(reset)).status).toBe(409)
    expect((await withPassword('admin@example.com')).answer.body.pending?.step).toBe('enrolment')
    expect((await actions('user.second_factor_reset'))[0]).toMatchObject({ actor: 'The owner' })
  })
})
