import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DashboardMail, DashboardMailInput, DashboardMails } from '../../../../model/dashboard-mail.ts'
import type { Dashboard, DashboardInput } from '../../../../model/dashboard.ts'
import { everyAction } from '../../../../model/rights.ts'
import { startSendingMail } from '../../../platform/mail/index.ts'
import { openTestSmtp, type TestSmtp } from '../../../platform/test-providers/index.ts'
import { engines, type Api } from '../../../platform/testing/index.ts'
import { openTestSales, type TestSales } from '../../sales/open-test-sales.ts'
import { planNextMailing } from './plan-mailings.ts'
import { sendNextMailing } from './send-mailing.ts'

const DAY_MS = 24 * 60 * 60_000
const LEASE_MS = 5 * 60_000
const ANA = 'ana@example.com'
const BEN = 'ben@example.com'

type Refusal = { error: { code: string; message: string } }

describe.each(engines)('dashboards by mail on the %s engine', (engine) => {
  let test: TestSales
  let smtp: TestSmtp
  let sending: { stop(): Promise<void> }
  let ana: { id: string; api: Api }
  let ben: { id: string; api: Api }
  beforeAll(async () => {
    smtp = await openTestSmtp()
    test = await openTestSales(engine, { mailServer: serverAt(smtp.port) })
    sending = startSendingMail(test.platform, test.mail)
    test.platform.clock.set(Date.parse('2026-05-20T12:00:00Z'))
    ana = await test.colleague('Ana', { deals: everyAction('all') })
    ben = await test.colleague('Ben', { deals: everyAction('own') })
    for (const [owner, amount] of [
      [ana.id, 1_000],
      [ben.id, 250],
    ] as const)
      await test.move(await test.deal({ name: 'A <deal>', amount, owner_id: owner }), 'Won')
  })
  afterAll(async () => {
    await sending.stop()
    await test.close()
    await smtp.close()
  })
  beforeEach(async () => {
    test.platform.clock.set(Date.parse('2026-05-20T12:00:00Z'))
    await sql`delete from dashboards`.execute(test.platform.db)
    smtp.mails.length = 0
  })

  const mondays = { every: 'week', days: [1], time: '08:00', time_zone: 'Europe/Berlin' } as const
  const cards: DashboardInput['cards'] = [
    { id: randomUUID(), kind: 'won', settings: {} },
    { id: randomUUID(), kind: 'top_owners', settings: {} },
    { id: randomUUID(), kind: 'open_pipeline', settings: {} },
    { id: randomUUID(), kind: 'won_over_time', settings: {} },
  ]
  async function make(input: Partial<DashboardInput> = {}): Promise<Dashboard> {
    const { body } = await ana.api.post<Dashboard>('/api/v1/dashboards', {
      name: 'Sales <1>',
      sharing: 'everyone',
      cards,
      ...input,
    })
    return body
  }
  const mailTo = (id: string, input: Partial<DashboardMailInput>, api = ana.api) =>
    api.post<DashboardMail & Refusal>(`/api/v1/dashboards/${id}/mails`, {
      ...mondays,
      recipients: [ana.id],
      ...input,
    })
  async function tick(): Promise<number> {
    let count = 0
    while (await planNextMailing(test.platform));
    while (await sendNextMailing(test.platform, test.mail)) count += 1
    return count
  }
  const queued = async () => {
    const { rows } = await sql<{ to_address: string }>`
      select to_address from mails where kind = 'report' order by to_address`.execute(test.platform.db)
    return rows.map(({ to_address }) => to_address)
  }

  it('come once each time they are due, to each as they may see them', async () => {
    await sql`delete from mails`.execute(test.platform.db)
    const { id } = await make()
    const made = await mailTo(id, { recipients: [ana.id, ben.id] })
    expect(made.status).toBe(201)
    expect(made.body.next_at).toBe('2026-05-25T06:00:00.000Z')
    expect(await tick()).toBe(0)
    test.platform.clock.set(Date.parse('2026-05-25T06:00:30Z'))
    const counts = await Promise.all([tick(), tick(), tick()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(await tick()).toBe(0)
    expect(await queued()).toEqual([ANA, BEN])
    const toAna = await smtp.mailTo(ANA)
    expect(toAna.subject).toBe('Sales <1>, 1 Apr 2026 – 30 Jun 2026')
    expect(toAna.text).toMatch(/Won\n€1,250\nup from €0 · 2 deals/)
    expect(toAna.text).toContain('- Ben: €250, 1, 100%')
    expect(toAna.text).toContain(`https://kith.example.com/dashboards/${id}?mails=true`)
    expect(toAna.text).toContain('You have Kith send you this dashboard.')
    expect(String(toAna.html)).toContain('Sales &lt;1&gt;')
    expect(String(toAna.html)).toMatch(/<table role="presentation"[^>]*><tr><td width="100%"/)
    const toBen = await smtp.mailTo(BEN)
    expect(toBen.text).toMatch(/Won\n€250\n/)
    expect(toBen.text).not.toContain('1,250')
    expect(toBen.text).toContain('Ana has Kith send you this dashboard.')
  })

  it('are sent once when Kith did not run, and when it died in between', async () => {
    await sql`delete from mails`.execute(test.platform.db)
    const { id } = await make()
    await mailTo(id, {})
    test.platform.clock.advance(24 * DAY_MS)
    await planNextMailing(test.platform)
    // Claimed by a process that died before it could write that it was sent.
    await sql`
      update dashboard_mailings set attempts = 1, next_attempt_at = ${new Date(test.platform.clock.now() + LEASE_MS)}`.execute(
      test.platform.db,
    )
    expect(await tick()).toBe(0)
    test.platform.clock.advance(LEASE_MS)
    expect(await tick()).toBe(1)
    test.platform.clock.advance(LEASE_MS)
    expect(await tick()).toBe(0)
    expect(await queued()).toEqual([ANA])
  })

  it('do not come to who may not see them any more, or wants them no more', async () => {
    await sql`delete from mails`.execute(test.platform.db)
    const { id } = await make()
    const { body: mail } = await mailTo(id, { recipients: [ana.id, ben.id] })
    const receipt = (receives: boolean, api = ben.api) =>
      api.put<DashboardMail>(`/api/v1/dashboards/${id}/mails/${mail.id}/receipt`, { receives })
    expect((await receipt(false)).status).toBe(200)
    expect((await receipt(false, test.api)).status).toBe(404)
    // Who sends it cannot make them get it again.
    await ana.api.put(`/api/v1/dashboards/${id}/mails/${mail.id}`, {
      ...mondays,
      recipients: [ana.id, ben.id],
    })
    const seen = await ana.api.get<DashboardMails>(`/api/v1/dashboards/${id}/mails`)
    expect(seen.body).toMatchObject({
      mails: true,
      data: [{ recipients: [{ receives: true }, { receives: false }] }],
    })
    test.platform.clock.advance(7 * DAY_MS)
    expect(await tick()).toBe(1)
    await receipt(true)
    await ana.api.patch(`/api/v1/dashboards/${id}`, { sharing: 'private' })
    test.platform.clock.advance(7 * DAY_MS)
    expect(await tick()).toBe(2)
    await ana.api.delete(`/api/v1/dashboards/${id}`)
    test.platform.clock.advance(7 * DAY_MS)
    expect(await tick()).toBe(0)
    expect(await queued()).toEqual([ANA, ANA])
  })

  it('are sent to others by who may change them, and to who may see them', async () => {
    const { id } = await make()
    expect((await mailTo(id, { recipients: [ana.id] }, ben.api)).status).toBe(403)
    const own = await mailTo(id, { recipients: [ben.id] }, ben.api)
    expect(own.status).toBe(201)
    const others = await mailTo(id, {})
    const change = { ...mondays, recipients: [ben.id] }
    expect((await ben.api.put(`/api/v1/dashboards/${id}/mails/${others.body.id}`, change)).status).toBe(404)
    const listed = await ben.api.get<DashboardMails>(`/api/v1/dashboards/${id}/mails`)
    expect(listed.body.data.map((one) => one.id)).toEqual([own.body.id])
    expect((await ben.api.delete(`/api/v1/dashboards/${id}/mails/${own.body.id}`)).status).toBe(204)
    const { id: secret } = await make({ sharing: 'private' })
    const refused = await mailTo(secret, { recipients: [ben.id] })
    expect(refused.body.error.message).toContain('Ben does not get to see this dashboard')
    expect((await mailTo(id, { days: [9] })).body.error.message).toContain('days')
    expect((await mailTo(id, { time_zone: 'Mars/Olympus' })).body.error.message).toContain('time_zone')
    expect((await mailTo(id, {}, test.api)).status).toBe(403)
  })

  it('come at once to who asks, but not many times', async () => {
    const { id } = await make()
    const ask = (body = {}) => ben.api.post<{ to: string }>(`/api/v1/dashboards/${id}/mailings`, body)
    const filters = { period: 'last_month' }
    expect((await ask({ filters })).body).toEqual({ to: BEN })
    expect((await smtp.mailTo(BEN)).subject).toContain('April 2026')
    const statuses = []
    for (let time = 0; time < 5; time++) statuses.push((await ask()).status)
    expect(statuses).toEqual([201, 201, 201, 201, 429])
    const { id: empty } = await make({ cards: [] })
    expect((await ana.api.post(`/api/v1/dashboards/${empty}/mailings`, {})).status).toBe(409)
  })
})

function serverAt(port: number) {
  return {
    host: '127.0.0.1',
    port,
    security: 'none' as const,
    username: '',
    password: null,
    from_name: 'Kith',
    from_address: 'kith@example.com',
    base_url: 'https://kith.example.com/',
  }
}
