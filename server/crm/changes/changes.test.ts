import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChangesAnswer } from '../../../model/change.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, PASSWORD, type TestCrm } from '../open-test-crm.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe.each(engines)('the feed of changes on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
  })
  afterAll(() => crm.close())

  const read = async (query: string, api = crm.api) => {
    const { status, body } = await api.get<ChangesAnswer>(`/api/v1/changes?${query}`)
    return { status, ...body }
  }
  /** On the server, transactions of other tests' databases hold news back. */
  const readUntil = async (after: string, count: number, api = crm.api) => {
    const data: ChangesAnswer['data'] = []
    let next = after
    await expect
      .poll(
        async () => {
          const page = await read(`after=${next}&limit=2`, api)
          data.push(...page.data)
          next = page.next
          return data.length
        },
        { timeout: 20_000, interval: 50 },
      )
      .toBe(count)
    return { data, next }
  }

  it('tells what was made, changed and deleted, in order, page by page and once', async () => {
    const { next: start } = await read('after=now')
    const deal = await crm.deal({ name: 'Engine', company_id: await crm.company('Acme') })
    await crm.change(deal.id, { version: deal.version, name: 'Engines' })
    await crm.api.delete(`/api/v1/deals/${deal.id}`)
    const { body: note } = await crm.api.post<{ id: string }>('/api/v1/activities', {
      kind: 'note',
      body: 'Called back',
      people: [await crm.person('email:ada@example.com')],
    })
    const { data, next } = await readUntil(start, 4)
    expect(data.map(({ type, object, record_id, changed }) => [type, object, record_id, changed])).toEqual([
      ['deal.created', 'deal', deal.id, []],
      ['deal.changed', 'deal', deal.id, ['name']],
      ['deal.deleted', 'deal', deal.id, []],
      ['activity.created', 'activity', note.id, []],
    ])
    expect(await read(`after=${next}`)).toMatchObject({ data: [], more: false })
  })

  it('waits for the next change', async () => {
    const { next } = await read('after=now')
    const waiting = read(`after=${next}&wait=20`)
    const deal = await crm.deal({ company_id: await crm.company('Waiting') })
    expect((await waiting).data).toMatchObject([{ type: 'deal.created', record_id: deal.id }])
  })

  it('shows only what the caller may see', async () => {
    const { next: start } = await read('after=now')
    const user = { name: 'Rep', email: 'rep@example.com', password: PASSWORD }
    const rights = Object.fromEntries(
      ['view', 'create', 'edit', 'delete', 'assign', 'export'].map((action) => [action, 'own']),
    )
    const { body: role } = await crm.api.post<{ id: string }>('/api/v1/roles', {
      name: 'Own only',
      permissions: [],
      rights: { '*': rights },
      fields: {},
    })
    const { body: made } = await crm.api.post<{ id: string }>('/api/v1/users', { ...user, roles: [role.id] })
    const company = await crm.company('Shown')
    await crm.deal({ name: 'Another’s', company_id: company })
    const own = await crm.deal({ name: 'Own', company_id: company, owner_id: made.id })
    const { data } = await readUntil(start, 1, await crm.signIn(user.email))
    expect(data.map(({ record_id }) => record_id)).toEqual([own.id])
    expect((await readUntil(start, 2)).data).toHaveLength(2)
  })

  it('refuses a place that it did not give, and one that is older than what is kept', async () => {
    const { next } = await read('after=now')
    expect((await read('after=nonsense')).status).toBe(400)
    crm.platform.clock.advance(8 * DAY_MS)
    expect((await read(`after=${next}`)).status).toBe(410)
  })
})
