import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../../model/access.ts'
import { openMail, startSendingMail } from '../../platform/mail/index.ts'
import { openTestSmtp, type TestSmtp } from '../../platform/test-providers/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { browserOf, openTestAccess, PASSWORD, type TestAccess } from '../open-test-access.ts'

const HOUR_MS = 3_600_000
const NEXT = 'another long password'

describe.each(engines)('choosing a password by mail on the %s engine', (engine) => {
  let test: TestAccess
  let smtp: TestSmtp
  let sending: { stop(): Promise<void> }
  beforeAll(async () => {
    smtp = await openTestSmtp()
    test = await openTestAccess(engine, undefined, { allowPrivateDestinations: true })
    sending = startSendingMail(test.platform, openMail(test.platform, { given: null, allowPrivate: true }))
  })
  afterAll(async () => {
    await sending.stop()
    await test.close()
    await smtp.close()
  })

  const setServer = () =>
    test.as.owner.put('/api/v1/mail/settings', {
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none',
      username: '',
      from_name: 'Kith',
      from_address: 'kith@acme.example',
      base_url: 'https://kith.acme.example/',
    })
  const tokenTo = async (address: string) => {
    const { text } = await smtp.mailTo(address)
    smtp.mails.length = 0
    const [, token] = /https:\/\/kith\.acme\.example\/new-password#(\S+)/.exec(text ?? '') ?? []
    return token ?? ''
  }
  const ask = (email: string) => test.stranger.post('/api/v1/password-resets', { email })
  const choose = (token: string, password = NEXT) =>
    test.stranger.post('/api/v1/password-resets/choice', { token, password })
  const signIn = (email: string, password: string) =>
    test.stranger.post('/api/v1/session', { email, password })

  it('is not offered while no mail server is set', async () => {
    expect((await test.stranger.get('/api/v1/sign-on')).body).toMatchObject({ mails: false })
    const made = await test.as.owner.post('/api/v1/users', {
      name: 'X',
      email: 'x@example.com',
      roles: ['member'],
    })
    expect(made).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('mail server') } },
    })
    await setServer()
    expect((await test.stranger.get('/api/v1/sign-on')).body).toMatchObject({ mails: true })
  })

  it('takes a link that is good once, and ends every session', async () => {
    expect((await ask('Member@Example.com')).status).toBe(204)
    const token = await tokenTo('member@example.com')
    expect((await choose(token, 'short')).status).toBe(400)
    expect((await choose(token)).status).toBe(204)
    expect((await choose(token)).status).toBe(403)
    expect((await test.as.member.get('/api/v1/account/sessions')).status).toBe(401)
    expect((await signIn('member@example.com', PASSWORD)).status).toBe(401)
    expect((await signIn('member@example.com', NEXT)).status).toBe(201)
  })

  it('tells nobody whether there is a user, and mails nothing to strangers', async () => {
    expect((await ask('nobody@example.com')).status).toBe(204)
    await ask('admin@example.com')
    await tokenTo('admin@example.com')
    expect(smtp.mails).toEqual([])
  })

  it('takes the last link only, and none after an hour', async () => {
    await ask('read_only@example.com')
    const first = await tokenTo('read_only@example.com')
    await ask('read_only@example.com')
    const second = await tokenTo('read_only@example.com')
    expect((await choose(first)).status).toBe(403)
    test.platform.clock.advance(HOUR_MS + 1)
    expect((await choose(second)).status).toBe(403)
    expect((await choose('made up')).status).toBe(403)
  })

  it('mails the same user no more than a few', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('owner@example.com')))
    expect(answers.map(({ status }) => status)).toContain(429)
  })

  it('mails nothing to who has to sign in through a provider', async () => {
    const { db } = test.platform
    const policy = JSON.stringify({ password: 'owners' })
    await sql`insert into settings (key, value) values ('sign_on_policy', ${policy}::jsonb)`.execute(db)
    test.platform.clock.advance(HOUR_MS)
    smtp.mails.length = 0
    await ask('admin@example.com')
    await ask('owner@example.com')
    await tokenTo('owner@example.com')
    expect(smtp.mails).toEqual([])
    await sql`delete from settings where key = 'sign_on_policy'`.execute(db)
    test.platform.clock.advance(HOUR_MS)
  })

  it('lets somebody who is invited in', async () => {
    const owner = await browserOf(test.app, 'owner@example.com', PASSWORD)
    const invited = { name: 'Newcomer', email: 'new@example.com', roles: ['member'] }
    const { status, body } = await owner.post<User>('/api/v1/users', invited)
    expect(status).toBe(201)
    await tokenTo('new@example.com')
    expect((await owner.post(`/api/v1/users/${body.id}/invitation`)).status).toBe(204)
    const token = await tokenTo('new@example.com')
    expect((await choose(token)).status).toBe(204)
    expect((await signIn('new@example.com', NEXT)).status).toBe(201)
    expect((await owner.post(`/api/v1/users/${body.id}/invitation`)).status).toBe(409)
    const read_only = await browserOf(test.app, 'new@example.com', NEXT)
    expect((await read_only.post(`/api/v1/users/${body.id}/invitation`)).status).toBe(403)
  })
})
