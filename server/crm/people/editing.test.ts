import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Company } from '../../../model/company.ts'
import type { Edited } from '../../../model/edit.ts'
import type { Person } from '../../../model/person.ts'
import { findPerson, traitFacts, listPeople } from '../../people/index.ts'
import { systemActor } from '../../access/index.ts'
import { sourceNames } from '../../people/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type Refusal = { error: { message: string; details: { field: string; person?: object; company?: object }[] } }

describe.each(engines)('people and companies by hand on the %s engine', (engine) => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm(engine)
  })
  afterAll(() => crm.close())

  const make = async (input: object): Promise<Person> => {
    const { status, body } = await crm.api.post<Person>('/api/v1/people', input)
    if (status !== 201) throw new Error(`Making a person answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const found = (id: string) => findPerson(crm.platform.db, systemActor, id)
  const change = (id: string, body: object) => crm.api.patch<Edited & Refusal>(`/api/v1/people/${id}`, body)
  const undo = (edit: string | null | undefined) => crm.api.delete(`/api/v1/edits/${edit}`)
  const company = (input: object) => crm.api.post<Company & Refusal>('/api/v1/companies', input)

  it('makes a person of a name, an address and a company, and tells of them', async () => {
    const acme = (await company({ name: 'Acme', domain: 'ACME.example' })).body
    expect(acme).toMatchObject({ name: 'Acme', domain: 'acme.example', group_id: 'Acme' })
    await crm.told()
    const ada = await make({
      name: 'Ada',
      email: 'Ada@acme.example',
      phone: '+43 1 234',
      company_id: acme.id,
      traits: { title: 'Engineer' },
    })
    expect(ada).toMatchObject({
      name: 'Ada',
      traits: { name: 'Ada', email: 'Ada@acme.example', phone: '+43 1 234', title: 'Engineer' },
      identifiers: [{ type: 'email', value: 'ada@acme.example' }],
      companies: [{ id: acme.id, name: 'Acme' }],
    })
    const told = await crm.told()
    expect(told.map(({ payload }) => payload.event ?? payload.type)).toEqual(
      expect.arrayContaining(['Person Created', 'profiles']),
    )
  })

  it('makes two people of the same name when neither has an address', async () => {
    const [one, two] = [await make({ name: 'John Smith' }), await make({ name: 'John Smith' })]
    expect(one.id).not.toBe(two.id)
  })

  it('refuses an address that somebody has, and says who', async () => {
    const grace = await make({ name: 'Grace', email: 'grace@navy.example' })
    const again = await crm.api.post<Refusal>('/api/v1/people', { email: ' GRACE@navy.example'.trim() })
    expect(again).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'email', person: { id: grace.id, name: 'Grace' } }] } },
    })
    const other = await make({ name: 'Other' })
    expect(await change(other.id, { traits: { email: 'grace@navy.example' } })).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'traits.email', person: { name: 'Grace' } }] } },
    })
    expect((await found(other.id))?.traits).toEqual({ name: 'Other' })
  })

  it.each([
    [{}, 'name'],
    [{ email: 'nobody' }, 'email'],
    [{ name: 'x', traits: { email: 'nope' } }, 'traits.email'],
    [{ name: 'x', traits: { deep: { a: 1 } } }, 'traits.deep'],
    [{ name: 'x', owner_id: 'nobody' }, 'owner_id'],
    [{ name: 'x', company_id: '00000000-0000-4000-8000-00000000dead' }, 'company_id'],
  ])('refuses %j, naming the field', async (input, field) => {
    const { status, body } = await crm.api.post<Refusal>('/api/v1/people', input)
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toContain(field)
  })

  it('changes what is known, newer than what events say, and takes that back exactly', async () => {
    const { id } = await make({ name: 'Linus', email: 'linus@old.example', traits: { plan: 'free' } })
    const before = await found(id)
    const edit = await change(id, {
      traits: { name: 'Linus T.', email: 'linus@new.example', plan: null },
      known: { name: 'Linus' },
    })
    expect(await found(id)).toMatchObject({
      name: 'Linus T.',
      traits: { name: 'Linus T.', email: 'linus@new.example' },
      identifiers: [{ value: 'linus@old.example' }, { value: 'linus@new.example' }],
    })
    expect((await found(id))?.traits).not.toHaveProperty('plan')
    const facts = await traitFacts(crm.platform.db, systemActor, id)
    const sources = await sourceNames(crm.platform.db)
    expect(facts?.map(({ fact }) => sources.get(fact.s))).toEqual(['By hand', 'By hand'])
    expect((await undo(edit.body.edit)).status).toBe(204)
    expect({ ...(await found(id)), updated_at: '' }).toEqual({ ...before, updated_at: '' })
    expect((await undo(edit.body.edit)).status).toBe(410)
  })

  it('keeps what somebody else changed since when an edit is undone', async () => {
    const { id } = await make({ name: 'Ken', traits: { plan: 'free' } })
    const edit = await change(id, { traits: { plan: 'pro', city: 'Murray Hill' } })
    await change(id, { traits: { plan: 'team' } })
    await undo(edit.body.edit)
    expect((await found(id))?.traits).toEqual({ name: 'Ken', plan: 'team' })
  })

  it('tells two people at one record of each other, and writes nothing that is so already', async () => {
    const { id } = await make({ name: 'Rob', traits: { city: 'Sydney' } })
    expect((await change(id, { traits: { city: 'Sydney' } })).body).toEqual({ edit: null })
    await change(id, { traits: { city: 'Zürich' } })
    expect(await change(id, { traits: { city: 'Bern' }, known: { city: 'Sydney' } })).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'traits.city', now: 'Zürich' }] } },
    })
  })

  it('does not let a person have more addresses than the rules of who is who allow', async () => {
    const { id } = await make({ name: 'Many', email: 'many0@x.example' })
    const answers = []
    for (let number = 1; number <= 12; number++)
      answers.push((await change(id, { traits: { email: `many${number}@x.example` } })).status)
    const refused = answers.indexOf(409)
    expect(refused).toBeGreaterThan(0)
    expect((await found(id))?.traits['email']).toBe(`many${refused}@x.example`)
    const { rows } =
      await sql`select from identifiers where value = ${`many${refused + 1}@x.example`}`.execute(
        crm.platform.db,
      )
    expect(rows).toEqual([])
  })

  it('lets people join companies and leave them, with undo', async () => {
    const { id } = await make({ name: 'Barbara', email: 'barbara@x.example' })
    const path = `/api/v1/people/${id}/companies`
    const joined = await crm.api.post<Edited>(path, { name: 'Initech' })
    const [initech] = (await found(id))?.companies ?? []
    expect(initech).toMatchObject({ name: 'Initech' })
    expect((await crm.api.post<Edited>(path, { id: initech?.id })).body).toEqual({ edit: null })
    await undo(joined.body.edit)
    expect((await found(id))?.companies).toEqual([])
    await crm.api.post(path, { id: initech?.id })
    expect((await crm.api.delete(`${path}/${initech?.id}`)).status).toBe(204)
    expect((await found(id))?.companies).toEqual([])
    expect((await crm.api.delete(`${path}/${initech?.id}`)).status).toBe(404)
  })

  it('says what people are at a company, on every identifier of theirs', async () => {
    const { id } = await make({ name: 'Ines', email: 'ines@x.example', phone: '+49 30 901820' })
    const path = `/api/v1/people/${id}/companies`
    await crm.api.post(path, { name: 'Umbrella' })
    const [umbrella] = (await found(id))?.companies ?? []
    expect(umbrella).not.toHaveProperty('role')
    // A second identifier acted for the company, too.
    await sql`
      insert into company_members (identifier_id, company_id, first_seen, last_seen)
      select i.id, ${umbrella?.id}::uuid, now(), now() from identifiers i where i.person_id = ${id}::uuid
      on conflict do nothing`.execute(crm.platform.db)
    const set = (role: unknown) => crm.api.patch<Refusal>(`${path}/${umbrella?.id}`, { role })
    expect((await set(' Decision maker ')).status).toBe(204)
    expect((await found(id))?.companies).toMatchObject([{ name: 'Umbrella', role: 'Decision maker' }])
    const { rows } = await sql<{ role: string | null }>`
      select role from company_members where company_id = ${umbrella?.id}::uuid`.execute(crm.platform.db)
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['Decision maker']))
    const company = umbrella?.id ?? null
    const query = { search: null, segment: null, traits: [], company, limit: 5, cursor: undefined }
    const { data } = await listPeople(crm.platform.db, systemActor, { ...query, sort: 'name' })
    expect(data).toMatchObject([{ id, company: { name: 'Umbrella', role: 'Decision maker' } }])
    expect((await crm.api.get('/api/v1/company-roles')).body).toEqual({
      data: ['Decision maker'],
      next: null,
    })
    expect(await crm.told()).toContainEqual(
      expect.objectContaining({
        type: 'event.recorded',
        payload: expect.objectContaining({ event: 'Company Role Changed' }),
      }),
    )
    expect((await set('x'.repeat(101))).status).toBe(400)
    expect((await set(null)).status).toBe(204)
    expect((await found(id))?.companies[0]).not.toHaveProperty('role')
    await crm.api.delete(`${path}/${umbrella?.id}`)
    expect((await set('Ghost')).status).toBe(404)
  })

  it('makes no second company of a name or a domain, renames one, and takes that back', async () => {
    const { body } = await company({ name: 'Hooli', domain: 'hooli.example' })
    expect(await company({ name: 'hooli' })).toMatchObject({ status: 409 })
    expect(await company({ name: 'Hooli Inc', domain: 'hooli.example' })).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'domain', company: { id: body.id } }] } },
    })
    const path = `/api/v1/companies/${body.id}`
    const renamed = await crm.api.patch<Edited>(path, { traits: { name: 'Hooli XYZ', industry: 'Search' } })
    const row = async () =>
      (
        await sql<{ name: string; search: string }>`
          select name, search from companies where id = ${body.id}`.execute(crm.platform.db)
      ).rows[0]
    expect(await row()).toEqual({ name: 'Hooli XYZ', search: 'hooli xyz hooli.example hooli' })
    await undo(renamed.body.edit)
    expect(await row()).toMatchObject({ name: 'Hooli' })
  })
})
