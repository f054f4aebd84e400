import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../../model/activity.ts'
import type { Deal } from '../../../model/deal.ts'
import type { Lead, LeadConversion, LeadInput, LeadMatches } from '../../../model/lead.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

describe.each(engines)('leads on the %s engine', (engine) => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await crm.api.post('/api/v1/objects/lead/fields', { label: 'Budget', type: 'number' })
    await crm.api.post('/api/v1/objects/deal/fields', { label: 'Budget', type: 'number' })
    await crm.api.post('/api/v1/objects/lead/fields', { label: 'Fair', type: 'text' })
  })
  afterAll(() => crm.close())

  let made = 0
  const lead = async (input: Partial<LeadInput> = {}): Promise<Lead> => {
    const email = `lead-${++made}@engines.example`
    const { status, body } = await crm.api.post<Lead>('/api/v1/leads', {
      name: 'Ada Lovelace',
      email,
      ...input,
    })
    if (status !== 201) throw new Error(`Making a lead answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const get = async (id: string) => (await crm.api.get<Lead>(`/api/v1/leads/${id}`)).body
  const convert = (id: string, conversion: LeadConversion) =>
    crm.api.post<Lead>(`/api/v1/leads/${id}/conversion`, conversion)
  const undo = (id: string) => crm.api.delete(`/api/v1/leads/${id}/conversion`)
  const companies = async () =>
    (await sql<{ name: string }>`select name from companies order by name`.execute(crm.platform.db)).rows.map(
      ({ name }) => name,
    )
  const personRows = async (email: string) =>
    (
      await sql<{ person_id: string; name: string | null }>`
        select i.person_id, p.name from identifiers i join people p on p.id = i.person_id
        where i.type = 'email' and i.value = ${email}`.execute(crm.platform.db)
    ).rows

  it('say, are sorted by, and are those from so many points of the score of their people', async () => {
    const made = [
      await lead({ source: 'Scored' }),
      await lead({ source: 'Scored' }),
      await lead({ source: 'Scored' }),
    ]
    for (const [place, score] of [30, 72].entries())
      await sql`update people set traits = traits || ${JSON.stringify({ heat: score })}::jsonb
        where id = ${made[place]?.person?.id}::uuid`.execute(crm.platform.db)
    const list = async (query: string) =>
      (await crm.api.get<Page<Lead>>(`/api/v1/leads?source=Scored&${query}`)).body
    const scoresIn = async (query: string) => (await list(query)).data.map((one) => one.person_score)
    expect(await scoresIn('score_of=heat&sort=-person_score')).toEqual([72, 30, null])
    expect(await scoresIn('score_of=heat&sort=person_score')).toEqual([null, 30, 72])
    expect(await scoresIn('score_of=heat&score_from=50')).toEqual([72])
    expect(await scoresIn('sort=name')).toEqual([null, null, null])
    const first = await list('score_of=heat&sort=-person_score&limit=1')
    expect(await scoresIn(`score_of=heat&sort=-person_score&cursor=${first.next}`)).toEqual([30, null])
    expect((await crm.api.get('/api/v1/leads?sort=-person_score')).status).toBe(400)
    const counts = await crm.api.get<{ data: { status: string; count: number }[] }>(
      '/api/v1/leads/counts?source=Scored&score_of=heat&score_from=50',
    )
    expect(counts.body.data.find(({ status }) => status === 'new')?.count).toBe(1)
  })

  it('make the person of their address, whose timeline tells of them', async () => {
    await crm.told()
    const of = await lead({ email: ' Grace@Engines.example '.trim(), name: 'Grace Hopper', source: 'Fair' })
    const [person] = await personRows('grace@engines.example')
    expect(person).toMatchObject({ name: 'Grace Hopper' })
    expect(of).toMatchObject({
      status: 'new',
      source: 'Fair',
      person: { id: person?.person_id, name: 'Grace Hopper' },
    })
    const told = await crm.told()
    expect(told.map(({ type }) => type)).toContain('lead.created')
    expect(told.find(({ payload }) => payload.event === 'Lead Created')).toMatchObject({
      payload: { properties: { lead_name: 'Grace Hopper', source: 'Fair' } },
    })
  })

  it('are of the person who has the address already, of whom nothing is overwritten', async () => {
    const first = await lead({ email: 'known@engines.example', name: 'The real name' })
    const second = await lead({ email: 'KNOWN@engines.example', name: 'A typo' })
    expect(second.person).toEqual(first.person)
    expect(await personRows('known@engines.example')).toMatchObject([{ name: 'The real name' }])
  })

  it('go from new to working to disqualified, which takes a reason, and back', async () => {
    const { id } = await lead()
    const change = (body: object) =>
      crm.api.patch<Lead & { error: { details: unknown } }>(`/api/v1/leads/${id}`, body)
    expect((await change({ status: 'working' })).body.status).toBe('working')
    const refused = await change({ status: 'disqualified' })
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ field: 'reason' }] } } })
    expect((await change({ status: 'disqualified', reason: 'No budget' })).body.reason).toBe('No budget')
    expect(await convert(id, {})).toMatchObject({ status: 409 })
    expect((await change({ status: 'working' })).body).toMatchObject({ status: 'working', reason: '' })
    expect(await change({ score: 101 })).toMatchObject({ status: 400 })
    expect(await change({ score: 5, version: 1 })).toMatchObject({ status: 409 })
  })

  it('become a company and a deal, with what was noted for them, and nothing is lost when that is undone', async () => {
    const of = await lead({ company_name: 'Engines Ltd', fields: { budget: 900, fair: 'Hall 3' } })
    const note = await crm.api.post<Activity>('/api/v1/activities', {
      kind: 'note',
      body: 'Likes brass',
      person_ids: [of.person?.id],
    })
    const conversion = { company: { name: 'Engines Ltd' }, deal: { name: 'An engine', amount: 500 } }
    const { status, body } = await convert(of.id, conversion)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'qualified',
      company: { name: 'Engines Ltd' },
      deal: { name: 'An engine' },
    })
    const deal = (await crm.api.get<Deal>(`/api/v1/deals/${body.deal?.id}`)).body
    expect(deal).toMatchObject({
      amount: 500,
      person: { id: of.person?.id },
      company: { id: body.company?.id },
    })
    const values = await crm.api.get<{ values: object }>(`/api/v1/deals/${deal.id}/fields`)
    expect(values.body.values).toEqual({ budget: 900 })
    const about = await crm.api.get<Page<Activity>>(`/api/v1/activities?deal=${deal.id}&sort=-created_at`)
    expect(about.body.data.map(({ id }) => id)).toEqual([note.body.id])
    expect(await convert(of.id, conversion)).toMatchObject({ status: 409 })

    expect((await undo(of.id)).status).toBe(200)
    expect(await get(of.id)).toMatchObject({
      status: 'new',
      company: null,
      deal: null,
      fields: { budget: 900 },
    })
    expect((await crm.api.get(`/api/v1/deals/${deal.id}`)).status).toBe(404)
    const { rows: members } = await sql`
      select from company_members m join leads l on l.person_ref = m.identifier_id where l.id = ${of.id}`.execute(
      crm.platform.db,
    )
    expect(members).toEqual([])
    expect(await companies()).not.toContain('Engines Ltd')
    const kept = await crm.api.get<Activity>(`/api/v1/activities/${note.body.id}`)
    expect(kept.body).toMatchObject({ body: 'Likes brass', deals: [], people: [{ id: of.person?.id }] })
    expect((await undo(of.id)).status).toBe(409)
  })

  it('find what is there already, and join it', async () => {
    const acme = await crm.company('Acme Works')
    const name = { name: { v: 'Acme Works', t: 1, s: acme, m: 'said' } }
    await sql`update companies set traits = ${JSON.stringify(name)}::jsonb where id = ${acme}`.execute(
      crm.platform.db,
    )
    const of = await lead({ company_name: 'acme works' })
    const open = await crm.deal({ name: 'Open one', person_id: of.person?.id ?? '' })
    const { body: matches } = await crm.api.get<LeadMatches>(`/api/v1/leads/${of.id}/matches`)
    expect(matches).toEqual({
      companies: [{ id: acme, name: 'Acme Works', because: 'name' }],
      deals: [{ id: open.id, name: 'Open one' }],
    })
    const before = await companies()
    const converted = await convert(of.id, { company: { id: acme }, deal: { id: open.id } })
    expect(converted.body).toMatchObject({ company: { id: acme }, deal: { id: open.id } })
    const member = await crm.api.get<LeadMatches>(`/api/v1/leads/${of.id}/matches`)
    expect(member.body.companies).toMatchObject([{ id: acme, because: 'member' }])
    await undo(of.id)
    expect((await crm.api.get<Deal>(`/api/v1/deals/${open.id}`)).status).toBe(200)
    expect(await companies()).toEqual(before)
  })

  it('keep a deal that was changed since, and say so', async () => {
    const of = await lead()
    const { body } = await convert(of.id, {
      company: null,
      deal: { name: 'Worked on', amount: null, expected_close_on: null },
    })
    await crm.change(body.deal?.id ?? '', { amount: 7 })
    expect((await undo(of.id)).status).toBe(409)
    expect(await get(of.id)).toMatchObject({ deal: { name: 'Worked on' } })
    await crm.api.delete(`/api/v1/deals/${body.deal?.id}`)
    expect((await undo(of.id)).status).toBe(200)
  })

  it('convert once when two colleagues do it at the same moment', async () => {
    const of = await lead()
    const answers = await Promise.all(
      [1, 2].map(() => convert(of.id, { deal: { name: 'Once', amount: 1, expected_close_on: null } })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const deals = await crm.api.get<Page<Deal>>(`/api/v1/deals?person=${of.person?.id}`)
    expect(deals.body.data).toHaveLength(1)
  })

  it('make nothing when a part of the conversion is refused', async () => {
    const of = await lead()
    const before = await companies()
    const stranger = '00000000-0000-4000-8000-000000000000'
    const refused = await convert(of.id, { company: { name: 'Half made' }, deal: { id: stranger } })
    expect(refused.status).toBe(404)
    expect(await companies()).toEqual(before)
    expect(await get(of.id)).toMatchObject({ status: 'new', version: 1 })
  })

  it('are listed by status, owner and words, page by page, and counted', async () => {
    await sql`update records set deleted_at = now() where object = 'lead'`.execute(crm.platform.db)
    for (const score of [30, 90, 60]) await lead({ name: `Scored ${score}`, score })
    const names: string[] = []
    for (let cursor = ''; ;) {
      const { body } = await crm.api.get<Page<Lead>>(`/api/v1/leads?sort=-score&limit=1${cursor}`)
      names.push(...body.data.map(({ name }) => name))
      if (body.next === null) break
      cursor = `&cursor=${encodeURIComponent(body.next)}`
    }
    expect(names).toEqual(['Scored 90', 'Scored 60', 'Scored 30'])
    const found = await crm.api.get<Page<Lead>>('/api/v1/leads?search=scored%2060&status=new&owner=nobody')
    expect(found.body.data.map(({ name }) => name)).toEqual(['Scored 60'])
    const counts = await crm.api.get<{ data: object[] }>('/api/v1/leads/counts')
    expect(counts.body.data[0]).toEqual({ status: 'new', count: 3, more: false })
  })

  it('can be deleted and restored', async () => {
    const { id } = await lead()
    expect((await crm.api.delete(`/api/v1/leads/${id}`)).status).toBe(204)
    expect((await crm.api.get(`/api/v1/leads/${id}`)).status).toBe(404)
    expect((await crm.api.post<Lead>(`/api/v1/leads/${id}/restoration`)).body.id).toBe(id)
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x' }, 'email'],
    [{ name: 'x', email: 'nonsense' }, 'email'],
    [{ name: 'x', person_id: '00000000-0000-4000-8000-000000000000' }, 'person_id'],
    [{ name: 'x', email: 'a@b.example', owner_id: 'nobody' }, 'owner_id'],
    [{ name: 'x', email: 'a@b.example', fields: { budget: 'much' } }, 'fields.budget'],
  ])('refuse %j, naming the field', async (input, field) => {
    const { status, body } = await crm.api.post<{ error: { details: { field: string }[] } }>(
      '/api/v1/leads',
      input,
    )
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toContain(field)
  })
})
