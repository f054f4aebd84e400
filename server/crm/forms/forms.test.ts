import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Form, Submission } from '../../../model/form.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Lead } from '../../../model/lead.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const FIELDS = [
  { key: 'email', label: 'E-mail', type: 'email', required: true },
  { key: 'first_name', label: 'First name', type: 'text' },
  { key: 'last_name', label: 'Last <name>', type: 'text' },
  { key: 'company', label: 'Company', type: 'text' },
  { key: 'size', label: 'Size', type: 'select', options: ['1–10', '11+'] },
  { key: 'message', label: 'What is it about?', type: 'long_text' },
  { key: 'news', label: 'I want to hear news by e-mail.', type: 'consent' },
]
const SECOND = 1_000
const LANDING = 'https://shop.example/?utm_source=ads&utm_campaign=May'

type Filled = Record<string, string>

describe.each(engines)('forms on the %s engine', (engine) => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm(engine)
  })
  afterAll(() => crm.close())

  async function make(definition: JsonObject = {}, name = `Contact ${randomUUID()}`): Promise<Form> {
    const { status, body } = await crm.api.post<Form>('/api/v1/forms', {
      name,
      definition: { title: 'Talk to us', fields: FIELDS, ...definition },
    })
    expect(status).toBe(201)
    return body
  }

  /** Opens the form's page, waits as people do, and sends it in. */
  async function fill(
    { id }: Form,
    filled: Filled,
    { afterMs = 5 * SECOND, token = '', query = `page_url=${encodeURIComponent(LANDING)}` } = {},
  ) {
    const page = await crm.page(`/f/${id}?${query}`)
    crm.platform.clock.advance(afterMs)
    const found = /name="page_token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const pageUrl = /name="page_url" value="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return crm.page(`/f/${id}`, { page_token: token || found, page_url: pageUrl, ...filled })
  }

  const sent = async ({ id }: Form, query = '') =>
    (await crm.api.get<Page<Submission>>(`/api/v1/forms/${id}/submissions${query}`)).body.data
  const leads = async (form: Form) =>
    (await crm.api.get<Page<Lead>>('/api/v1/leads?limit=100')).body.data.filter(
      ({ source }) => source === form.name,
    )
  const traitsOf = async (person: string | null) => {
    const { rows } = await sql<{ traits: JsonObject }>`
      select traits from people where id = ${person}::uuid`.execute(crm.platform.db)
    return rows[0]?.traits
  }

  it('make a person with traits of their own source, a lead, and events, from where it was written', async () => {
    const form = await make()
    await crm.told()
    const answer = await fill(form, {
      email: ' Ada@Acme.com ',
      first_name: 'Ada',
      last_name: 'King',
      company: 'Acme',
      size: '11+',
      news: 'true',
      unasked: 'x',
      anonymous_id: 'visitor-1',
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Thank you. We have received')
    const [one] = await sent(form)
    expect(one).toMatchObject({
      state: 'done',
      answers: { email: 'Ada@Acme.com', first_name: 'Ada', news: true },
      context: { campaign: { source: 'ads', name: 'May' }, anonymous_id: 'visitor-1' },
    })
    expect(one?.answers).not.toHaveProperty('unasked')
    expect(await leads(form)).toMatchObject([
      { id: one?.lead_id, name: 'Ada King', email: 'ada@acme.com', company_name: 'Acme', owner: null },
    ])
    expect(await traitsOf(one?.person_id ?? null)).toMatchObject({
      email: 'ada@acme.com',
      first_name: 'Ada',
      size: '11+',
      news: true,
    })
    const { rows } = await sql<{ type: string; source: string }>`
      select i.type, s.name as source from identifiers i
      left join identity_links l on l.b = i.id or l.a = i.id left join sources s on s.id = l.source_id
      where i.person_id = ${one?.person_id}::uuid order by i.type`.execute(crm.platform.db)
    expect(rows).toEqual([
      { type: 'anonymous_id', source: `Form: ${form.name}` },
      { type: 'email', source: `Form: ${form.name}` },
    ])
    const events = (await crm.told()).filter(({ type }) => type === 'event.recorded')
    expect(events.map(({ payload }) => payload['event'])).toEqual(
      expect.arrayContaining(['Form Submitted', 'Consent Given', 'Lead Created']),
    )
    expect(
      events.find(({ payload }) => payload['event'] === 'Consent Given')?.payload['properties'],
    ).toMatchObject({
      consent: 'news',
      sentence: 'I want to hear news by e-mail.',
      confirmed: false,
    })
  })

  it('show what is wrong beside the answer, and keep what was written', async () => {
    const form = await make()
    const answer = await fill(form, { email: 'nobody', size: 'other', last_name: '"><script>' })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('This is no e-mail address.')
    expect(answer.body).toContain('Choose one of the answers.')
    expect(answer.body).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(answer.body).toContain('Last &lt;name&gt;')
    expect(await sent(form)).toEqual([])
  })

  it('count once when sent twice, and make one open lead of who writes again', async () => {
    const form = await make()
    const page = await crm.page(`/f/${form.id}`)
    const token = /name="page_token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    crm.platform.clock.advance(5 * SECOND)
    const filled = { page_token: token, email: 'twice@acme.com' }
    await Promise.all([crm.page(`/f/${form.id}`, filled), crm.page(`/f/${form.id}`, filled)])
    expect(await sent(form)).toHaveLength(1)
    await fill(form, { email: 'twice@acme.com', message: 'Once more' }, { query: 'utm_source=letter' })
    expect(await sent(form)).toMatchObject([{ context: { campaign: { source: 'letter' } } }, {}])
    expect(await leads(form)).toHaveLength(1)
  })

  it('keep spam aside, thank it all the same, and let somebody take it in', async () => {
    const form = await make()
    for (const [filled, afterMs] of [
      [{ email: 'a@spam.com', website_address: 'x' }, 5 * SECOND],
      [{ email: 'b@spam.com' }, 100],
      [{ email: 'c@spam.com', message: 'http://a http://b http://c http://d' }, 5 * SECOND],
    ] as const)
      expect((await fill(form, filled, { afterMs })).body).toContain('Thank you')
    expect((await fill(form, { email: 'd@spam.com' }, { token: '1.x.y' })).body).toContain('once more')
    const spam = await sent(form, '?state=spam')
    expect(spam.map(({ spam_reason }) => spam_reason)).toEqual([
      'It is full of links.',
      'It was sent faster than anybody can write.',
      'It filled in a field that people do not see.',
    ])
    expect(await leads(form)).toEqual([])
    const path = `/api/v1/forms/${form.id}/submissions/${spam[0]?.id}/acceptance`
    expect((await crm.api.post(path)).status).toBe(204)
    expect((await crm.api.post(path)).status).toBe(409)
    expect(await leads(form)).toHaveLength(1)
  })

  it('do not change what is known of somebody whose address anybody could write', async () => {
    const form = await make()
    await fill(form, { email: 'eve@acme.com', first_name: 'Eve' })
    await fill(form, { email: 'eve@acme.com', first_name: 'Mallory', company: 'Evil' })
    const [latest] = await sent(form)
    expect(await traitsOf(latest?.person_id ?? null)).toMatchObject({ first_name: 'Eve', company: 'Evil' })
  })

  it('refuse what makes no form, and double opt-in without mail', async () => {
    const wrong: [JsonObject, string][] = [
      [{ fields: [{ key: 'name', label: 'Name', type: 'text' }] }, 'definition.fields'],
      [{ fields: [...FIELDS, FIELDS[0]] }, 'definition.fields.7.key'],
      [{ fields: [...FIELDS, { key: 'A b', label: 'x', type: 'text' }] }, 'definition.fields.7.key'],
      [{ fields: [...FIELDS, { key: 'pick', label: 'x', type: 'select' }] }, 'definition.fields.7.options'],
      [{ redirect: 'javascript:alert(1)' }, 'definition.redirect'],
      [{ sites: ['https://a.example/path'] }, 'definition.sites.0'],
      [{ double_opt_in: true }, 'definition.double_opt_in'],
    ]
    for (const [definition, field] of wrong) {
      const { status, body } = await crm.api.post<{ error: { details: { field: string }[] } }>(
        '/api/v1/forms',
        {
          name: 'Wrong',
          definition: { fields: FIELDS, ...definition },
        },
      )
      expect([status, body.error.details[0]?.field]).toEqual([400, field])
    }
  })

  it('can be framed by the sites that are named, go on elsewhere, be closed, deleted and put back', async () => {
    const form = await make({ sites: ['https://shop.example/'], redirect: 'https://shop.example/thanks' })
    const page = await crm.page(`/f/${form.id}`)
    expect(page.headers['content-security-policy']).toContain('frame-ancestors https://shop.example')
    expect(page.headers['x-frame-options']).toBeUndefined()
    const answer = await fill(form, { email: 'go@acme.com' })
    expect([answer.status, answer.headers['location']]).toEqual([303, 'https://shop.example/thanks'])
    const path = `/api/v1/forms/${form.id}`
    const changed = await crm.api.patch<Form>(path, { open: false, version: form.version })
    expect(changed.body).toMatchObject({ open: false, version: 2, submissions: 1 })
    expect((await crm.api.patch(path, { open: true, version: form.version })).status).toBe(409)
    expect((await crm.page(`/f/${form.id}`)).status).toBe(404)
    await crm.api.patch(path, { open: true })
    expect((await crm.api.delete(path)).status).toBe(204)
    expect((await crm.page(`/f/${form.id}`)).status).toBe(404)
    expect((await crm.api.post(`${path}/restoration`)).status).toBe(200)
    expect((await crm.page(`/f/${form.id}`)).status).toBe(200)
  })

  it('take answers from programs, the same id once, naming what is wrong', async () => {
    const form = await make()
    const path = `/api/v1/forms/${form.id}/submissions`
    const id = randomUUID()
    const input = { id, answers: { email: 'api@acme.com', news: true }, context: { anonymous_id: 'v9' } }
    for (let time = 0; time < 2; time += 1)
      expect((await crm.api.post(path, input)).body).toEqual({ id, state: 'done' })
    expect(await leads(form)).toHaveLength(1)
    const { status, body } = await crm.api.post<{ error: { details: object[] } }>(path, {
      answers: { email: '' },
    })
    expect([status, body.error.details]).toEqual([
      400,
      [{ field: 'answers.email', problem: 'This is needed.' }],
    ])
  })
})
