import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MyDay, Notification } from '../../../model/activity.ts'
import type { Actor } from '../../platform/http/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { countUnread, listNotifications, markNotifications } from '../notifications/list-notifications.ts'
import type { TestCrm } from '../open-test-crm.ts'
import { todayIn } from './due.ts'
import { findMyDay } from './my-day.ts'
import { ana, EVENING, openTestActivities, rosa, type TestActivities } from './open-test-activities.ts'
import { remind } from './reminders.ts'

const HOUR_MS = 60 * 60_000

describe.each(engines)('what somebody has to do, on the %s engine,', (engine) => {
  let crm: TestCrm
  let acme: string
  let make: TestActivities['make']
  let change: TestActivities['change']
  let reset: TestActivities['reset']

  beforeAll(async () => {
    ;({ crm, acme, make, change, reset } = await openTestActivities(engine))
  })
  beforeEach(() => reset())
  afterAll(() => crm.close())

  describe('tells colleagues', () => {
    const toldTo = async (actor: Actor): Promise<Notification[]> =>
      (await listNotifications(crm.platform.db, actor, { limit: 50 })).data

    it('who are mentioned, once, and not who mentions themselves', async () => {
      const { id } = await make({
        kind: 'note',
        subject: '',
        body: 'See with @ana silva, not @Rosa.',
        company_ids: [acme],
      })
      await change(id, { body: 'See with @Ana Silva today.' })
      expect(await toldTo(ana)).toMatchObject([
        { kind: 'mention', title: 'Rosa mentioned you', actor_name: 'Rosa', subject_id: id, read_at: null },
      ])
      expect(await toldTo(rosa)).toEqual([])
    })

    it('who get something to do from somebody else', async () => {
      await make({ assignee_id: 'ana', done: true })
      const { id } = await make({ assignee_id: 'ana' })
      await change(id, { assignee_id: 'ana', priority: 'high' })
      expect(await toldTo(ana)).toMatchObject([{ kind: 'assigned', title: 'Rosa gave you “Call back”' }])
    })

    it('who asked to be reminded, at that time, once, however many processes look', async () => {
      const { id } = await make({ remind_at: new Date(EVENING + HOUR_MS).toISOString() })
      expect(await remind(crm.platform)).toBe(0)
      crm.platform.clock.advance(HOUR_MS)
      const counts = await Promise.all([remind(crm.platform), remind(crm.platform), remind(crm.platform)])
      expect(counts.reduce((sum, count) => sum + count)).toBe(1)
      expect(await toldTo(rosa)).toMatchObject([{ kind: 'reminder', title: 'Call back', subject_id: id }])
      await change(id, { remind_at: new Date(EVENING + 2 * HOUR_MS).toISOString() })
      crm.platform.clock.advance(HOUR_MS)
      expect(await remind(crm.platform)).toBe(1)
    })

    it('nothing about what is done already', async () => {
      const { id } = await make({ remind_at: new Date(EVENING).toISOString() })
      await change(id, { done: true })
      expect(await remind(crm.platform)).toBe(0)
    })

    it('only what is theirs, until they have read it', async () => {
      await make({ assignee_id: 'ana' })
      const [told] = await toldTo(ana)
      const read = { ids: [told?.id ?? 0], read: true, at: new Date(EVENING) }
      await markNotifications(crm.platform.db, rosa, read)
      expect(await countUnread(crm.platform.db, ana)).toEqual({ count: 1, more: false })
      await markNotifications(crm.platform.db, ana, read)
      expect(await countUnread(crm.platform.db, ana)).toEqual({ count: 0, more: false })
      expect((await toldTo(ana))[0]?.read_at).toBe(new Date(EVENING).toISOString())
    })
  })

  it('makes a day of what is late, due, met, and of deals that nothing is planned for', async () => {
    const day = (actor: Actor): Promise<MyDay> =>
      findMyDay(crm.platform.db, actor, todayIn('UTC', crm.platform.clock.now()))
    const quiet = await crm.deal({ name: 'Quiet', company_id: acme })
    const late = await crm.deal({ name: 'Late', company_id: acme, expected_close_on: '2026-03-01' })
    const planned = await crm.deal({ name: 'Planned', company_id: acme })
    await sql`update deals set owner_id = 'ana' where id = any(${[quiet.id, late.id, planned.id]}::uuid[])`.execute(
      crm.platform.db,
    )
    await make({ subject: 'Late', due_on: '2026-03-01' }, ana)
    await make({ subject: 'Today', due_on: '2026-03-10', deal_ids: [planned.id] }, ana)
    await make({ subject: 'Demo', kind: 'meeting', due_at: '2026-03-10T23:40:00Z' }, ana)
    await make({ subject: 'Done', done: true }, ana)
    await make({ subject: "Rosa's", due_on: '2026-03-10' })
    const mine = await day(ana)
    expect(mine.overdue.map(({ subject }) => subject)).toEqual(['Late'])
    expect(mine.today.map(({ subject }) => subject)).toEqual(['Today'])
    expect(mine.meetings.map(({ subject }) => subject)).toEqual(['Demo'])
    expect(mine.suggested.map(({ deal, reason }) => [deal.name, reason])).toEqual([
      ['Late', 'close_date_passed'],
      ['Quiet', 'nothing_planned'],
    ])
    expect(mine.done_today).toBe(1)
  })
})
