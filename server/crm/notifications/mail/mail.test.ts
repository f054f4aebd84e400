import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NotificationSettingsAnswer } from '../../../../model/notification-settings.ts'
import { openMail, startSendingMail, type Mail } from '../../../platform/mail/index.ts'
import { openTestSmtp, type TestSmtp } from '../../../platform/test-providers/index.ts'
import { engines } from '../../../platform/testing/index.ts'
import { PASSWORD } from '../../open-test-crm.ts'
import { openTestActivities, type TestActivities } from '../../activities/open-test-activities.ts'
import { notify } from '../notify.ts'
import { mailAtOnce } from './mail-at-once.ts'
import { mailNextDigest, scheduleDigests } from './mail-digest.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ANA = 'ana@example.com'

describe.each(engines)('mail about notifications on the %s engine', (engine) => {
  let test: TestActivities
  let smtp: TestSmtp
  let mail: Mail
  let sending: { stop(): Promise<void> }
  beforeAll(async () => {
    smtp = await openTestSmtp()
    test = await openTestActivities(engine)
    mail = openMail(test.crm.platform, {
      given: {
        host: '127.0.0.1',
        port: smtp.port,
        security: 'none',
        username: '',
        password: null,
        from_name: 'Kith',
        from_address: 'kith@example.com',
        base_url: 'https://kith.example.com/',
      },
      allowPrivate: true,
    })
    sending = startSendingMail(test.crm.platform, mail)
  })
  afterAll(async () => {
    await sending.stop()
    await test.crm.close()
    await smtp.close()
  })
  beforeEach(async () => {
    await test.reset()
    const { db } = test.crm.platform
    await sql`delete from notifications`.execute(db)
    await sql`delete from notification_settings`.execute(db)
    smtp.mails.length = 0
  })

  const clock = () => test.crm.platform.clock
  const tell = (title: string, kind: 'mention' | 'segment' = 'mention') =>
    notify(
      test.crm.platform.db,
      [
        {
          user_id: 'ana',
          kind,
          title,
          text: 'Look at <this>',
          actor_name: 'Bea',
          subject_type: 'segment',
          subject_id: 'a/b',
        },
      ],
      new Date(clock().now()),
    )
  const digests = async () => {
    let count = 0
    while (await mailNextDigest(test.crm.platform, mail)) count += 1
    return count
  }
  const settled = async () => {
    await expect
      .poll(
        async () => {
          const { rows } = await sql`select from mails where state = 'waiting'`.execute(test.crm.platform.db)
          return rows.length
        },
        { timeout: 15_000 },
      )
      .toBe(0)
    return smtp.mails
  }

  it('tells once what was not read within two minutes', async () => {
    await tell('Bea mentioned you in “Chairs”')
    expect(await mailAtOnce(test.crm.platform, mail)).toBe(0)
    clock().advance(3 * MINUTE_MS)
    const counts = await Promise.all([1, 2, 3].map(() => mailAtOnce(test.crm.platform, mail)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
    const { subject, text } = await smtp.mailTo(ANA)
    expect(subject).toBe('Bea mentioned you in “Chairs”')
    expect(text).toContain('Look at <this>')
    expect(text).toContain('https://kith.example.com/segments/a%2Fb')
    expect(text).toContain('https://kith.example.com/settings/account')
    expect(await settled()).toHaveLength(1)
  })

  it('puts what happened at the same time into one mail', async () => {
    await tell('Chairs')
    await tell('Tables')
    clock().advance(3 * MINUTE_MS)
    await mailAtOnce(test.crm.platform, mail)
    const { subject, text } = await smtp.mailTo(ANA)
    expect(subject).toBe('2 things happened for you')
    expect(text).toMatch(/Chairs[\s\S]*Tables/)
  })

  it('mails nothing that was read, is of long ago, or is not wanted', async () => {
    const { db } = test.crm.platform
    await tell('Read')
    await sql`update notifications set read_at = now()`.execute(db)
    await tell('Old')
    clock().advance(DAY_MS + 3 * MINUTE_MS)
    await sql`insert into notification_settings (user_id, mail) values ('ana', '{"mention":"never"}')`.execute(
      db,
    )
    await tell('Unwanted')
    clock().advance(3 * MINUTE_MS)
    expect(await mailAtOnce(test.crm.platform, mail)).toBe(0)
  })

  it('does not tell of an activity that the reader may not see any more', async () => {
    const { id } = await test.make({ kind: 'task', subject: 'Secret', assignee_id: 'ana' })
    clock().advance(3 * MINUTE_MS)
    await sql`update activities set deleted_at = now() where id = ${id}::uuid`.execute(test.crm.platform.db)
    await mailAtOnce(test.crm.platform, mail)
    expect(await settled()).toEqual([])
  })

  it('gathers in a digest what is late, what is due, and what was not read', async () => {
    await scheduleDigests(test.crm.platform)
    await sql`update notification_settings set time_zone = 'Europe/Lisbon'`.execute(test.crm.platform.db)
    const now = clock().now()
    await test.make({
      kind: 'task',
      subject: 'Late one',
      assignee_id: 'ana',
      due_at: new Date(now - DAY_MS).toISOString(),
    })
    await tell('Big spenders', 'segment')
    clock().advance(4 * DAY_MS)
    expect(await digests()).toBeGreaterThan(0)
    const { subject, text } = await smtp.mailTo(ANA, 'Your ')
    expect(subject).toMatch(/^Your \w+day/)
    expect(text).toMatch(/Late\n- Late one[\s\S]*Unread\n- Big spenders/)
    expect(await digests()).toBe(0)
    expect((await settled()).filter((one) => one.subject?.startsWith('Your'))).toHaveLength(1)
  })

  it('makes no digest of nothing', async () => {
    await scheduleDigests(test.crm.platform)
    clock().advance(4 * DAY_MS)
    await digests()
    expect(await settled()).toEqual([])
  })

  it('is chosen by each user', async () => {
    const wanted = {
      mail: { mention: 'digest', assigned: 'never', reminder: 'now', segment: 'never' },
      digest: { days: [7, 1, 1], time: '07:30', time_zone: 'Asia/Tokyo' },
    }
    const colleague = { name: 'Cleo', email: 'cleo@example.com', roles: ['member'], password: PASSWORD }
    await test.crm.api.post('/api/v1/users', colleague)
    const api = await test.crm.signIn(colleague.email)
    const saved = await api.put<NotificationSettingsAnswer>('/api/v1/notifications/settings', wanted)
    expect(saved.status).toBe(200)
    expect(saved.body).toMatchObject({ mail: wanted.mail, digest: { ...wanted.digest, days: [1, 7] } })
    expect(new Date(saved.body.next_digest_at ?? 0).toISOString()).toContain('T22:30')
    const bad = await api.put('/api/v1/notifications/settings', {
      ...wanted,
      digest: { ...wanted.digest, time_zone: 'Mars/Olympus' },
    })
    expect(bad).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('time_zone') } },
    })
    expect((await test.crm.api.put('/api/v1/notifications/settings', wanted)).status).toBe(403)
  })
})
