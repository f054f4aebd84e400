import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Form, Submission } from '../../../model/form.ts'
import type { Page } from '../../../model/page.ts'
import { openMail, startSendingMail } from '../../platform/mail/index.ts'
import { openTestSmtp, type TestSmtp } from '../../platform/test-providers/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const DAY_MS = 24 * 60 * 60_000

describe.each(engines)('addresses that are confirmed on the %s engine', (engine) => {
  let crm: TestCrm
  let smtp: TestSmtp
  let form: Form
  let sending: { stop(): Promise<void> }

  beforeAll(async () => {
    smtp = await openTestSmtp()
    const given = {
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none' as const,
      username: '',
      password: null,
      from_name: 'Kith',
      from_address: 'kith@example.com',
      base_url: 'https://kith.example.com/',
    }
    crm = await openTestCrm(engine, { mailServer: given })
    sending = startSendingMail(crm.platform, openMail(crm.platform, { given, allowPrivate: true }))
    const fields = [
      { key: 'email', label: 'E-mail', type: 'email', required: true },
      { key: 'name', label: 'Name', type: 'text' },
      { key: 'news', label: 'Send me news', type: 'consent', required: true },
    ]
    const definition = { title: 'News', fields, double_opt_in: true }
    form = (await crm.api.post<Form>('/api/v1/forms', { name: 'Newsletter', definition })).body
  })
  afterAll(async () => {
    await sending.stop()
    await crm.close()
    await smtp.close()
  })

  const sent = async () =>
    (await crm.api.get<Page<Submission>>(`/api/v1/forms/${form.id}/submissions`)).body.data
  const events = async () =>
    (await crm.told()).flatMap(({ payload }) => (payload['event'] ? [payload['event']] : []))

  /** Sends the form in, and gives the link that came by mail, as a path. */
  async function linkFor(email: string): Promise<URL> {
    smtp.mails.length = 0
    const answers = { email, name: 'Ada', news: true }
    const { body } = await crm.api.post(`/api/v1/forms/${form.id}/submissions`, { answers })
    expect(body).toMatchObject({ state: 'waiting' })
    await vi.waitFor(() => expect(smtp.mails).toHaveLength(1), { timeout: 10_000 })
    const [link = ''] = /https:\/\/kith\.example\.com\/f\/\S+/.exec(smtp.mails[0]?.text ?? '') ?? []
    return new URL(link)
  }

  const press = (link: URL) => crm.page(link.pathname, { token: link.searchParams.get('token') ?? '' })

  it('are believed only once the button behind the link was pressed, and once only', async () => {
    const link = await linkFor('ada@acme.com')
    await crm.told()
    const page = await crm.page(`${link.pathname}${link.search}`)
    expect(page.body).toContain('Confirm my address')
    expect(await sent()).toMatchObject([{ state: 'waiting', person_id: null, lead_id: null }])
    expect(await events()).toEqual([])
    expect((await press(link)).body).toContain('is confirmed')
    expect(await sent()).toMatchObject([{ state: 'done', person_id: expect.any(String) }])
    expect(await events()).toEqual(['Form Submitted', 'Consent Given', 'Lead Created'])
    expect((await press(link)).body).toContain('is confirmed')
    expect(await events()).toEqual([])
  })

  it('are not believed by a link that was made up, or after a week', async () => {
    const link = await linkFor('late@acme.com')
    link.searchParams.set('token', 'made-up')
    expect((await press(link)).status).toBe(410)
    const real = await linkFor('late@acme.com')
    crm.platform.clock.advance(8 * DAY_MS)
    expect((await press(real)).status).toBe(410)
  })
})
