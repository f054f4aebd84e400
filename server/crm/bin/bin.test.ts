import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BinEntry } from '../../../model/bin.ts'
import type { Company } from '../../../model/company.ts'
import type { Page } from '../../../model/page.ts'
import type { Person } from '../../../model/person.ts'
import { systemActor } from '../../access/index.ts'
import { findPerson } from '../../people/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { emptyBin } from './bin.ts'

describe.each(engines)('the bin on the %s engine', (engine) => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await crm.api.post('/api/v1/objects/person/fields', { label: 'Badge', type: 'text', unique: true })
  })
  afterAll(() => crm.close())

  const make = async (path: string, input: object) => {
    const { status, body } = await crm.api.post<Person & Company>(`/api/v1/${path}`, input)
    if (status !== 201) throw new Error(`Making it answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const remove = (path: string) => crm.api.delete(`/api/v1/${path}`)
  const restore = (path: string) => crm.api.post<{ id: string }>(`/api/v1/${path}/restoration`)
  const bin = async () => (await crm.api.get<Page<BinEntry>>('/api/v1/bin?limit=50')).body.data
  const found = (id: string) => findPerson(crm.platform.db, systemActor, id)
  const same = (person: Person | null) => ({ ...person, updated_at: '' })

  it('takes a person out of everything and puts them back as they were', async () => {
    const acme = await make('companies', { name: 'Acme' })
    const { id } = await make('people', {
      name: 'Ada',
      email: 'ada@x.example',
      company_id: acme.id,
      traits: { plan: 'pro' },
      fields: { badge: 'A1' },
    })
    await crm.api.patch(`/api/v1/people/${id}`, { traits: { email: 'ada@y.example' } })
    const deal = await crm.deal({ name: 'Hers', person_id: id })
    const before = await found(id)
    await crm.told()
    expect((await remove(`people/${id}`)).status).toBe(204)
    expect(await found(id)).toBeNull()
    expect(await bin()).toMatchObject([{ id, object: 'person', name: 'Ada' }])
    const told = await crm.told()
    expect(told.map(({ type }) => type)).toContain('person.deleted')
    expect(told.map(({ payload }) => payload)).toContainEqual(
      expect.objectContaining({ type: 'profiles', people: [id] }),
    )
    // What was unique is free meanwhile.
    const other = await make('people', { name: 'Other', fields: { badge: 'A1' } })
    expect((await restore(`people/${id}`)).status).toBe(400)
    await remove(`people/${other.id}`)
    expect((await restore(`people/${id}`)).body).toEqual({ id })
    expect(same(await found(id))).toEqual(same(before))
    expect((await crm.api.get<{ person: object }>(`/api/v1/deals/${deal.id}`)).body.person).toMatchObject({
      id,
    })
    expect((await restore(`people/${id}`)).body).toEqual({ id })
  })

  it('joins what events made anew meanwhile with what comes back', async () => {
    const { id } = await make('people', {
      name: 'Grace',
      email: 'grace@x.example',
      traits: { rank: 'Admiral' },
    })
    await remove(`people/${id}`)
    const again = await make('people', { email: 'grace@x.example', traits: { city: 'Arlington' } })
    expect(again.id).toBe(id)
    await restore(`people/${id}`)
    expect(await found(id)).toMatchObject({
      name: 'Grace',
      traits: { rank: 'Admiral', city: 'Arlington' },
      identifiers: [{ value: 'grace@x.example' }],
    })
  })

  it('lets a company go without its people, and gives it back with them', async () => {
    const { id } = await make('companies', { name: 'Initech', domain: 'initech.example' })
    const person = await make('people', { name: 'Peter', company_id: id })
    const deal = await crm.deal({ name: 'Printers', company_id: id })
    await remove(`companies/${id}`)
    expect((await found(person.id))?.companies).toEqual([])
    expect((await crm.api.get(`/api/v1/deals/${deal.id}`)).status).toBe(200)
    await restore(`companies/${id}`)
    expect((await found(person.id))?.companies).toMatchObject([{ id, name: 'Initech' }])
    expect((await crm.api.get<{ company: object }>(`/api/v1/deals/${deal.id}`)).body.company).toMatchObject({
      id,
      name: 'Initech',
    })
  })

  it('lists deals beside them, page by page, and ends what is older than 30 days', async () => {
    const deal = await crm.deal({ name: 'Deleted', person_id: (await make('people', { name: 'Buyer' })).id })
    crm.platform.clock.advance(5)
    await remove(`deals/${deal.id}`)
    crm.platform.clock.advance(5)
    const { id } = await make('people', { name: 'Old' })
    await remove(`people/${id}`)
    const first = (await crm.api.get<Page<BinEntry>>('/api/v1/bin?limit=1')).body
    expect(first.data).toMatchObject([{ id, object: 'person' }])
    const second = (await crm.api.get<Page<BinEntry>>(`/api/v1/bin?limit=1&cursor=${first.next}`)).body
    expect(second.data).toMatchObject([{ id: deal.id, object: 'deal' }])
    await sql`update bin set deleted_at = deleted_at - interval '31 days' where id = ${id}`.execute(
      crm.platform.db,
    )
    expect((await bin()).map((one) => one.id)).not.toContain(id)
    expect(await emptyBin(crm.platform)).toBe(1)
    expect((await restore(`people/${id}`)).status).toBe(404)
  })

  it('ends what somebody wrote in forms with them', async () => {
    const fields = [{ key: 'email', label: 'E-mail', type: 'email', required: true }]
    const form = (await crm.api.post<{ id: string }>('/api/v1/forms', { name: 'F', definition: { fields } }))
      .body
    const path = `/api/v1/forms/${form.id}/submissions`
    for (const email of ['gone@acme.com', 'stays@acme.com']) await crm.api.post(path, { answers: { email } })
    type Sent = Page<{ person_id: string; answers: { email: string } }>
    const written = (await crm.api.get<Sent>(path)).body.data
    const gone = written.find(({ answers }) => answers.email === 'gone@acme.com')?.person_id ?? ''
    await remove(`people/${gone}`)
    await sql`update bin set deleted_at = deleted_at - interval '31 days' where id = ${gone}`.execute(
      crm.platform.db,
    )
    expect(await emptyBin(crm.platform)).toBe(1)
    const left = (await crm.api.get<Sent>(path)).body.data
    expect(left.map(({ answers }) => answers.email)).toEqual(['stays@acme.com'])
  })

  it('ends deals and records, too, with what hangs on them; what is younger stays', async () => {
    const { id: company } = await make('companies', { name: 'Buys' })
    const [old, young] = [
      await crm.deal({ name: 'Old', company_id: company, amount: 5 }),
      await crm.deal({ name: 'Young', company_id: company }),
    ]
    const product = (await crm.api.post<{ id: string }>('/api/v1/products', { name: 'Ended', sku: 'E' })).body
    const items = [{ product_id: product.id, unit_price: 5 }]
    await crm.api.post(`/api/v1/deals/${old.id}/line-items`, { items })
    await crm.api.post(`/api/v1/deals/${young.id}/line-items`, { items })
    const call = { kind: 'call', subject: 'x', deal_ids: [old.id] }
    await crm.api.post('/api/v1/activities', call)
    for (const path of [`deals/${old.id}`, `deals/${young.id}`, `products/${product.id}`]) await remove(path)
    const { db } = crm.platform
    for (const table of [sql`deals`, sql`records`])
      await sql`update ${table} set deleted_at = deleted_at - interval '31 days'
        where id in (${old.id}, ${product.id})`.execute(db)
    expect(await emptyBin(crm.platform)).toBe(2)
    const { rows } = await sql<{ deals: number; links: number; items: number; products: number }>`
      select (select count(*)::int from deals where id = ${old.id}) as deals,
        (select count(*)::int from activity_links where ref = ${old.id}) as links,
        (select count(*)::int from deal_line_items where deal_id = ${old.id}) as items,
        (select count(*)::int from products where id = ${product.id}) as products`.execute(db)
    expect(rows).toEqual([{ deals: 0, links: 0, items: 0, products: 0 }])
    expect((await restore(`deals/${old.id}`)).status).toBe(404)
    expect((await restore(`deals/${young.id}`)).status).toBe(200)
    const kept = await crm.api.get<Page<object>>(`/api/v1/deals/${young.id}/line-items`)
    expect(kept.body.data).toMatchObject([{ name: 'Ended', product: null }])
  })
})
