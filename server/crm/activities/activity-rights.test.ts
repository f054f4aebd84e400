import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FieldRules, Rights } from '../../../model/rights.ts'
import { everyAction } from '../../../model/rights.ts'
import type { Actor } from '../../platform/http/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { changeDeal } from '../deals/change-deal.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { notePresence } from '../presence/presence.ts'
import { deleteActivity } from './delete-activity.ts'
import { todayIn } from './due.ts'
import { findActivity } from './find-activity.ts'
import { findMyDay } from './my-day.ts'
import { ana, openTestActivities, rosa, type TestActivities } from './open-test-activities.ts'

const REFUSED = { code: 'forbidden' }
const UNKNOWN = { code: 'not_found' }

/** Ana with a role of her own: her deals, and nothing else, unless said otherwise. */
function anaWith(rights: Rights, fields: FieldRules = {}): Actor {
  return { ...ana, grants: { ...ana.grants, rights: { '*': everyAction('none'), ...rights }, fields } }
}
const rep = anaWith({ deals: everyAction('own') })

describe.each(engines)('the rights to activities on the %s engine', (engine) => {
  let test: TestActivities
  let mine: string
  let others: string
  beforeAll(async () => {
    test = await openTestActivities(engine)
    mine = (await test.crm.deal({ name: 'Mine', company_id: test.acme, owner_id: 'ana' })).id
    others = (await test.crm.deal({ name: 'Not mine', company_id: test.acme, owner_id: 'rosa' })).id
  })
  beforeEach(() => test.reset())
  afterAll(() => test.crm.close())

  const find = (id: string, actor: Actor) => findActivity(test.crm.platform.db, actor, id)

  it('let nobody but who made it and who has it to do see what is about nothing', async () => {
    const { id } = await test.make()
    expect((await find(id, rosa)).id).toBe(id)
    await expect(find(id, ana)).rejects.toMatchObject(UNKNOWN)
    await expect(test.change(id, { priority: 'high' }, ana)).rejects.toMatchObject(UNKNOWN)
    await test.change(id, { assignee_id: 'ana' })
    expect((await find(id, rep)).id).toBe(id)
    expect((await test.change(id, { done: true }, rep)).done_at).not.toBeNull()
  })

  it('open what is about a record to whom the record is open, and to change it to whom the record is', async () => {
    const [one, other] = [await test.make({ deal_ids: [mine] }), await test.make({ deal_ids: [others] })]
    expect((await test.change(one.id, { priority: 'high' }, rep)).priority).toBe('high')
    await expect(find(other.id, rep)).rejects.toMatchObject(UNKNOWN)
    const reader = anaWith({ deals: { ...everyAction('own'), view: 'all' } })
    expect((await find(other.id, reader)).deals).toMatchObject([{ name: 'Not mine' }])
    await expect(test.change(other.id, { done: true }, reader)).rejects.toMatchObject(REFUSED)
    await expect(deleteActivity(test.crm.platform, reader, other.id)).rejects.toMatchObject(REFUSED)
  })

  it('show of what it is about only what the reader sees, and let them change no more of it', async () => {
    const { id } = await test.make({ deal_ids: [mine, others], person_ids: [test.ada] })
    expect(await find(id, rep)).toMatchObject({ deals: [{ name: 'Mine' }], people: [], companies: [] })
    await test.change(id, { deal_ids: [], person_ids: [], assignee_id: 'ana' }, rep)
    const left = await find(id, rosa)
    expect(left.deals.map(({ name }) => name)).toEqual(['Not mine'])
    expect(left.people).toHaveLength(1)
    await expect(test.make({ deal_ids: [others] }, rep)).rejects.toMatchObject({ code: 'validation_failed' })
  })

  it('hide addresses of people from whom they are hidden', async () => {
    await sql`update people set email = 'ada@example.com' where id = ${test.ada}`.execute(
      test.crm.platform.db,
    )
    const { id } = await test.make({ person_ids: [test.ada] })
    const blind = anaWith({ people: everyAction('all') }, { people: { email: 'hidden' } })
    expect((await find(id, blind)).people).toMatchObject([{ email: null }])
    expect((await find(id, ana)).people).toMatchObject([{ email: 'ada@example.com' }])
  })

  it('keep a mention from whom what mentions them is closed to', async () => {
    const told = async (actor: Actor) =>
      (await listNotifications(test.crm.platform.db, actor, { limit: 10 })).data
    await test.make({ kind: 'note', subject: 'Secret', body: 'For @Ana Silva', deal_ids: [others] })
    expect(await told(rep)).toEqual([])
    expect(await told(ana)).toHaveLength(1)
  })

  it('keep presence at a record from whom the record is closed to', async () => {
    const look = (actor: Actor, type: 'deal' | 'person' | 'company', id: string) =>
      notePresence(test.crm.platform, actor, { type, id })
    await look(rosa, 'deal', others)
    await expect(look(rep, 'deal', others)).rejects.toMatchObject(UNKNOWN)
    await expect(look(rep, 'person', test.ada)).rejects.toMatchObject(UNKNOWN)
    await expect(look(rep, 'company', test.acme)).rejects.toMatchObject(UNKNOWN)
    expect((await look(rep, 'deal', mine)).others).toEqual([])
  })

  it('suggest no deal that is closed to the reader, and no amount that is hidden', async () => {
    const { db, clock } = test.crm.platform
    const suggested = async (actor: Actor) =>
      (await findMyDay(db, actor, todayIn('UTC', clock.now()))).suggested.map(({ deal }) => deal)
    expect(await suggested(anaWith({ people: everyAction('all') }))).toEqual([])
    await test.crm.change(mine, { amount: 7 })
    expect(await suggested(rep)).toMatchObject([{ name: 'Mine', amount: 7 }])
    const blind = anaWith({ deals: everyAction('own') }, { deals: { amount: 'hidden' } })
    expect(await suggested(blind)).toMatchObject([{ name: 'Mine', amount: null }])
  })

  it('lock why a deal was closed, and tell of no conflict in what is hidden', async () => {
    const { platform } = test.crm
    const locked = anaWith({ deals: everyAction('own') }, { deals: { close_note: 'read', amount: 'hidden' } })
    const change = (fields: object) => changeDeal(platform, locked, { id: mine, change: fields })
    await expect(change({ close_note: 'Too dear' })).rejects.toMatchObject(REFUSED)
    const { version } = await test.crm.change(mine, { name: 'Mine' })
    await test.crm.change(mine, { amount: 8, name: 'Mine still' })
    await expect(change({ expected_close_on: null, version })).rejects.toMatchObject({
      code: 'conflict',
      details: { changes: [{ field: 'name' }] },
    })
  })

  it('pass what a removed colleague had to do on to whom their records go', async () => {
    const { api, platform } = test.crm
    await sql`insert into users (id, name, email) values ('ben', 'Ben', 'ben@example.com')`.execute(
      platform.db,
    )
    const open = await test.make({ assignee_id: 'ben' })
    const done = await test.make({ assignee_id: 'ben', done: true })
    expect((await api.delete('/api/v1/users/ben?records_to=rosa')).status).toBe(204)
    expect((await find(open.id, rosa)).assignee).toEqual({ id: 'rosa', name: 'Rosa' })
    expect((await find(done.id, rosa)).assignee).toEqual({ id: null, name: 'Ben' })
  })
})
