import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../model/access.ts'
import type { MailSettings, MailTestResult, SentMail } from '../../../model/mail.ts'
import type { Page } from '../../../model/page.ts'
import { mailPage, openMail, startSendingMail, trySmtp, type Mail } from '../../platform/mail/index.ts'
import { openTestSmtp, type TestSmtp } from '../../platform/test-providers/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestAccess, type TestAccess } from '../open-test-access.ts'

const HOUR_MS = 3_600_000
const PATIENCE = { timeout: 15_000 }

describe.each(engines)('mail on the %s engine', (engine) => {
  let test: TestAccess
  let smtp: TestSmtp
  let mail: Mail
  let sending: { stop(): Promise<void> }
  beforeAll(async () => {
    smtp = await openTestSmtp({ isOpen: false })
    test = await openTestAccess(engine, undefined, { allowPrivateDestinations: true })
    mail = openMail(test.platform, { given: null, allowPrivate: true })
    sending = startSendingMail(test.platform, mail)
  })
  afterAll(async () => {
    await sending.stop()
    await test.close()
    await smtp.close()
  })
  beforeEach(() => {
    smtp.refuse = null
  })

  const server = () => ({
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none' as const,
    username: smtp.user.username,
    from_name: 'Kith, of Acme',
    from_address: 'kith@acme.example',
    base_url: 'https://kith.acme.example',
  })
  const setServer = (change: object = {}) =>
    test.as.owner.put<MailSettings>('/api/v1/mail/settings', {
      ...server(),
      password: smtp.user.password,
      ...change,
    })
  const queue = (to: string, subject: string) =>
    test.platform.db.transaction().execute((trx) =>
      mail.queue(trx, {
        kind: 'notification',
        to,
        subject,
        ...mailPage({ title: subject, words: ['Grüße & <b>more</b>'], footer: { text: 'That is all.' } }),
      }),
    )
  const mails = async (to: string) => {
    const { body } = await test.as.owner.get<Page<SentMail>>('/api/v1/mail')
    return body.data.filter((one) => one.to === to)
  }

  it('has no server at first, and says so when it shall be tried', async () => {
    const { body } = await test.as.owner.get<MailSettings>('/api/v1/mail/settings')
    expect(body).toMatchObject({ server: null, by_environment: false })
    const tried = await test.as.owner.post('/api/v1/mail/test', { to: 'ada@example.com' })
    expect(tried.status).toBe(409)
  })

  it('keeps the password to itself', async () => {
    const { status, body } = await setServer()
    expect(status).toBe(200)
    expect(body.server).toEqual({ ...server(), has_password: true })
    const { rows } = await sql`select * from settings where key = 'mail_server'`.execute(test.platform.db)
    expect(JSON.stringify(rows)).not.toContain(smtp.user.password)
    const log = await test.as.owner.get<Page<AuditEntry>>('/api/v1/audit-log?limit=5')
    expect(JSON.stringify(log.body)).toContain('mail.server_changed')
    expect(JSON.stringify(log.body)).not.toContain(smtp.user.password)
  })

  it('does not send a password to another server than the one it was given for', async () => {
    const other = { ...server(), host: 'elsewhere.example' }
    expect((await test.as.owner.put('/api/v1/mail/settings', other)).status).toBe(400)
    const kept = await test.as.owner.put<MailSettings>('/api/v1/mail/settings', {
      ...server(),
      from_name: 'Kith',
    })
    expect(kept.body.server).toMatchObject({ from_name: 'Kith', has_password: true })
    await setServer()
  })

  it('is set by owners, and looked at by administrators', async () => {
    expect((await test.as.admin.get('/api/v1/mail/settings')).status).toBe(200)
    expect((await test.as.admin.put('/api/v1/mail/settings', server())).status).toBe(403)
    expect((await test.as.admin.post('/api/v1/mail/test', { to: 'a@example.com' })).status).toBe(403)
    expect((await test.as.member.get('/api/v1/mail')).status).toBe(403)
  })

  it('tells in a sentence how a test went', async () => {
    const well = await test.as.owner.post<MailTestResult>('/api/v1/mail/test', { to: 'ada@example.com' })
    expect(well.body).toMatchObject({ ok: true, sentence: expect.stringContaining('ada@example.com') })
    const { from, text } = await smtp.mailTo('ada@example.com')
    expect(from?.text).toBe('"Kith, of Acme" <kith@acme.example>')
    expect(text).toContain('https://kith.acme.example')
    await setServer({ password: 'wrong' })
    const badly = await test.as.owner.post<MailTestResult>('/api/v1/mail/test', { to: 'ada@example.com' })
    expect(badly.body).toMatchObject({ ok: false, sentence: expect.stringContaining('password') })
    await setServer({ port: 1 })
    const away = await test.as.owner.post<MailTestResult>('/api/v1/mail/test', { to: 'ada@example.com' })
    expect(away.body).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('refused the connection'),
    })
    await setServer({ security: 'starttls' })
    const plain = await test.as.owner.post<MailTestResult>('/api/v1/mail/test', { to: 'ada@example.com' })
    expect(plain.body).toMatchObject({ ok: false, sentence: expect.stringContaining('secure connection') })
    await setServer()
  })

  it('sends what was queued once, with text and HTML, and forgets what it said', async () => {
    await queue('bob@example.com', 'First')
    const got = await smtp.mailTo('bob@example.com', 'First')
    expect(got.text).toContain('Grüße & <b>more</b>')
    expect(got.html).toContain('Grüße &amp; &lt;b&gt;more&lt;/b&gt;')
    await expect
      .poll(() => mails('bob@example.com'), PATIENCE)
      .toMatchObject([{ state: 'sent', attempts: 1 }])
    const { rows } = await sql`select content from mails where to_address = 'bob@example.com'`.execute(
      test.platform.db,
    )
    expect(rows).toEqual([{ content: null }])
  })

  it('sends nothing of a transaction that was taken back', async () => {
    const lost = test.platform.db.transaction().execute(async (trx) => {
      const page = mailPage({ title: 'Lost', footer: { text: '' } })
      await mail.queue(trx, { kind: 'report', to: 'lost@example.com', subject: 'Lost', ...page })
      throw new Error('no')
    })
    await expect(lost).rejects.toThrow('no')
    expect(await mails('lost@example.com')).toEqual([])
  })

  it('tries again what the server puts off, under the same id', async () => {
    smtp.refuse = { code: 451, text: 'Later, please', times: 1 }
    await queue('carl@example.com', 'Patience')
    await expect
      .poll(() => mails('carl@example.com'), PATIENCE)
      .toMatchObject([
        { state: 'waiting', attempts: 1, last_error: expect.stringContaining('Later, please') },
      ])
    test.platform.clock.advance(30_000)
    const got = await smtp.mailTo('carl@example.com', 'Patience')
    const [sent] = await mails('carl@example.com')
    expect(got.messageId).toBe(`<${sent?.id}@acme.example>`)
  })

  it('gives up what the server refuses for good, until somebody tries again', async () => {
    smtp.refuse = { code: 550, text: 'No such user', times: 1 }
    await queue('dora@example.com', 'Refused')
    await expect
      .poll(() => mails('dora@example.com'), PATIENCE)
      .toMatchObject([{ state: 'failed', last_error: expect.stringContaining('No such user') }])
    const [failed] = await mails('dora@example.com')
    expect((await test.as.owner.post(`/api/v1/mail/${failed?.id}/attempt`)).status).toBe(204)
    await smtp.mailTo('dora@example.com', 'Refused')
    await expect.poll(() => mails('dora@example.com'), PATIENCE).toMatchObject([{ state: 'sent' }])
    expect((await test.as.owner.post(`/api/v1/mail/${failed?.id}/attempt`)).status).toBe(409)
  })

  it('gives up what nobody needs any more', async () => {
    smtp.refuse = { code: 451, text: 'Later', times: 50 }
    await queue('eve@example.com', 'Old')
    await expect.poll(() => mails('eve@example.com'), PATIENCE).toMatchObject([{ attempts: 1 }])
    test.platform.clock.advance(48 * HOUR_MS)
    await expect.poll(() => mails('eve@example.com'), PATIENCE).toMatchObject([{ state: 'failed' }])
  })

  it('does not keep anybody from signing in when its password cannot be opened any more', async () => {
    const spoilt = sql`update settings set value = jsonb_set(value, '{password}', '"AAAA"') where key = 'mail_server'`
    await spoilt.execute(test.platform.db)
    const { status, body } = await test.stranger.get('/api/v1/sign-on')
    expect({ status, body }).toMatchObject({ status: 200, body: { mails: true } })
    const { body: settings } = await test.as.owner.get<MailSettings>('/api/v1/mail/settings')
    expect(settings.server).toMatchObject({ host: '127.0.0.1', has_password: false })
    await setServer()
  })

  it('sends nothing while no server is set', async () => {
    expect((await test.as.owner.delete('/api/v1/mail/settings')).status).toBe(204)
    expect(await mail.server()).toBeNull()
    await setServer()
  })

  it('asks no server in a private network unless that is allowed', async () => {
    const strict = openMail(test.platform, { given: null, allowPrivate: false })
    expect(strict.allowPrivate).toBe(false)
    const stored = await strict.server()
    const envelope = { id: 'x', to: 'a@example.com', subject: '', text: '', html: '' }
    expect(stored && (await trySmtp(stored, envelope, strict))).toMatchObject({
      result: 'later',
      sentence: expect.stringContaining('private network'),
    })
  })
})
