import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal } from '../../../model/deal.ts'
import { everyAction } from '../../../model/rights.ts'
import { systemActor } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { changeDeal } from './change-deal.ts'
import { createDeal } from './create-deal.ts'

describe.each(engines)('the owner of a deal on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('user_id:ada')
    for (const [id, name] of Object.entries({ u1: 'Rosa', u2: 'Theo' }))
      await sql`insert into users (id, name, email) values (${id}, ${name}, ${`${id}@example.com`})`.execute(
        crm.platform.db,
      )
  })
  afterAll(() => crm.close())

  const rosa: Actor = { ...systemActor, type: 'user', id: 'u1', name: 'Rosa' }
  const ownOnly: Actor = {
    ...rosa,
    grants: { ...rosa.grants, rights: { '*': everyAction('own'), people: everyAction('all') } },
  }
  const input = () => ({
    name: 'Hers',
    amount: null,
    person_id: ada,
    company_id: null,
    expected_close_on: null,
  })

  it('is whoever makes it, unless somebody else is named', async () => {
    expect((await createDeal(crm.platform, rosa, input())).owner).toEqual({ id: 'u1', name: 'Rosa' })
    const { owner } = await createDeal(crm.platform, rosa, { ...input(), owner_id: 'u2' })
    expect(owner).toEqual({ id: 'u2', name: 'Theo' })
  })

  it('is somebody else only for who may make deals for others', async () => {
    await expect(createDeal(crm.platform, ownOnly, { ...input(), owner_id: 'u2' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('changes with before and after in the audit log, and is told on the timeline', async () => {
    const { id } = await crm.deal({ person_id: ada, owner_id: 'u1' })
    await crm.told()
    expect((await crm.change(id, { owner_id: 'u2' })).owner).toEqual({ id: 'u2', name: 'Theo' })
    expect((await crm.audited(id)).at(-1)).toEqual({
      action: 'deal.changed',
      details: { changed: ['owner_id'], before: { owner: 'Rosa' }, after: { owner: 'Theo' } },
    })
    expect((await crm.told()).at(-1)?.payload).toMatchObject({
      event: 'Deal Updated',
      properties: { changed: ['owner_id'] },
    })
  })

  it('is given away by its owner, who then sees it no more', async () => {
    const { id } = await crm.deal({ person_id: ada, owner_id: 'u1' })
    const given = await changeDeal(crm.platform, ownOnly, { id, change: { owner_id: 'u2' } })
    expect(given.owner?.id).toBe('u2')
    await expect(changeDeal(crm.platform, ownOnly, { id, change: { name: 'Mine' } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('is refused when unknown', async () => {
    const { id } = await crm.deal({ person_id: ada })
    expect((await crm.api.patch(`/api/v1/deals/${id}`, { owner_id: 'nobody' })).status).toBe(400)
  })

  it('has the name of today, and the last one known once the user is gone', async () => {
    const { id } = await crm.deal({ person_id: ada, owner_id: 'u1' })
    const owner = async () => (await crm.api.get<Deal>(`/api/v1/deals/${id}`)).body.owner
    await sql`update users set name = 'Rosa L.' where id = 'u1'`.execute(crm.platform.db)
    expect((await owner())?.name).toBe('Rosa L.')
    expect((await crm.api.delete('/api/v1/users/u1')).status).toBe(204)
    expect(await owner()).toEqual({ id: null, name: 'Rosa L.' })
  })
})
