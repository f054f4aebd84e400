import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../platform/testing/index.ts'
import { ana, openTestActivities, rosa, type TestActivities } from '../activities/open-test-activities.ts'
import { notePresence } from './presence.ts'

describe.each(engines)('presence on the %s engine', (engine) => {
  let test: TestActivities

  beforeAll(async () => {
    test = await openTestActivities(engine)
  })
  afterAll(() => test.crm.close())

  it('tells each of two who look at a deal of the other, until one has gone', async () => {
    const { crm, acme } = test
    const { id } = await crm.deal({ company_id: acme })
    const look = (actor: typeof ana) => notePresence(crm.platform, actor, { type: 'deal', id })
    expect(await look(rosa)).toEqual({ others: [], version: 1 })
    expect(await look(ana)).toEqual({ others: [{ id: 'rosa', name: 'Rosa' }], version: 1 })
    await crm.change(id, { amount: 5 })
    expect(await look(rosa)).toEqual({ others: [{ id: 'ana', name: 'Ana Silva' }], version: 2 })
    crm.platform.clock.advance(31_000)
    expect((await look(rosa)).others).toEqual([])
  })

  it('of another record is not told', async () => {
    const { crm, acme, ada } = test
    await notePresence(crm.platform, rosa, { type: 'person', id: ada })
    expect(await notePresence(crm.platform, ana, { type: 'company', id: acme })).toEqual({
      others: [],
      version: null,
    })
  })

  it('of a record that was deleted has no version', async () => {
    const { crm, acme } = test
    const { id } = await crm.deal({ company_id: acme })
    await crm.api.delete(`/api/v1/deals/${id}`)
    expect((await notePresence(crm.platform, ana, { type: 'deal', id })).version).toBeNull()
  })
})
