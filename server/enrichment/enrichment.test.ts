import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EnrichmentTrial, RecordEnrichment } from '../../model/enrichment.ts'
import type { Page } from '../../model/page.ts'
import type { Person, TraitProvenance } from '../../model/person.ts'
import { rewritePeople } from '../people/index.ts'
import { engines } from '../platform/testing/index.ts'
import { beginLookup } from './lookups/begin-lookup.ts'
import { claimLookups, LEASE_MS } from './lookups/claim-lookups.ts'
import { keepAnswer } from './lookups/lookup-states.ts'
import { removeOldLookups } from './lookups/remove-old-lookups.ts'
import { openTestEnrichment, type TestEnrichment } from './open-test-enrichment.ts'

const KNOWN = { job: { title: 'CTO' }, city: 'Lyon' }
const compareText = (a: string, b: string) => a.localeCompare(b)
const DAY_MS = 24 * 60 * 60_000

describe.each(engines)('enrichment on the %s engine', (engine) => {
  let test: TestEnrichment
  beforeAll(async () => {
    test = await openTestEnrichment(engine)
  })
  afterAll(() => test.close())
  beforeEach(async () => {
    await sql`delete from enrichment_lookups`.execute(test.platform.db)
    test.platform.clock.set(Date.now())
    test.answer(() => ({ body: KNOWN }))
  })

  const ask = (person: string, provider: string, more = {}) =>
    test.api.post<RecordEnrichment>(`/api/v1/people/${person}/enrichment`, { provider_id: provider, ...more })
  const traitsOf = async (person: string) =>
    (await test.api.get<Person>(`/api/v1/people/${person}`)).body.traits
  const urls = () => test.receiver.requests.map(({ path }) => path)

  it('writes what a provider says with where it came from, and only what nobody else says where that was wanted', async () => {
    const { id, name } = await test.provider()
    const ana = await test.person({ email: 'ana@a.example', city: 'Paris', title: 'Boss' })
    expect((await ask(ana, id)).status).toBe(202)
    await test.settle()
    expect(test.receiver.requests).toMatchObject([
      { method: 'GET', path: '/find?email=ana%40a.example', headers: { authorization: 'Bearer k-e-y' } },
    ])
    expect(await traitsOf(ana)).toMatchObject({ title: 'CTO', city: 'Paris' })
    const { body } = await test.api.get<Page<TraitProvenance>>(`/api/v1/people/${ana}/provenance`)
    expect(body.data.find(({ trait }) => trait === 'title')?.source).toBe(`Enrichment: ${name}`)
    const { rows } = await sql`
      select payload -> 'properties' -> 'traits' as traits from outbox
      where payload ->> 'event' = 'Person Enriched' order by id desc limit 1`.execute(test.platform.db)
    expect(rows).toEqual([{ traits: ['title'] }])
    expect(await test.lookups()).toMatchObject([
      { state: 'found', traits: ['title'], asked_by: expect.any(String) },
    ])
  })

  it('asks once, although asked for twice and by two workers, and again only when that is wanted', async () => {
    const { id } = await test.provider()
    const ben = await test.person({ email: 'ben@a.example' })
    await Promise.all([ask(ben, id), ask(ben, id)])
    await Promise.all([test.settle(), test.settle()])
    expect(urls()).toHaveLength(1)
    expect((await ask(ben, id)).status).toBe(409)
    expect((await ask(ben, id, { again: true })).status).toBe(202)
    await test.settle()
    expect(urls()).toHaveLength(2)
  })

  it('asks once about two who turn out to be one', async () => {
    const { id } = await test.provider()
    const one = await test.person({ email: 'cat@a.example' })
    const other = await test.person({ email: 'cat@b.example' })
    await ask(one, id)
    await ask(other, id)
    await sql`update identifiers set person_id = ${one}::uuid where person_id = ${other}::uuid`.execute(
      test.platform.db,
    )
    await sql`delete from people where id = ${other}::uuid`.execute(test.platform.db)
    await test.platform.db.transaction().execute((trx) => rewritePeople(trx, [one]))
    await test.settle()
    test.platform.clock.advance(5_000)
    await test.settle()
    expect(urls()).toHaveLength(1)
    expect((await test.lookups()).map(({ state }) => state).toSorted(compareText)).toEqual([
      'found',
      'skipped',
    ])
  })

  it('answers the same question about another company from before, also when nothing was found', async () => {
    const asks = { method: 'GET', url: `${test.receiver.url}/?vat={{ vat }}`, headers: [], body: null }
    const { id } = await test.provider({ object: 'company', secrets: {} }, { request: asks })
    const companies = ['One', 'Two'].map((name) => test.company(`${name} ${engine}`, { vat: 'FR1' }))
    for (const company of companies) {
      await test.api.post(`/api/v1/companies/${await company}/enrichment`, { provider_id: id })
      await test.settle()
      test.platform.clock.advance(1_000)
    }
    expect(urls()).toEqual(['/?vat=FR1'])
    expect(await test.lookups()).toMatchObject([
      { cached: true, traits: expect.arrayContaining(['title', 'city']) },
      { cached: false },
    ])
    test.answer(() => ({ status: 404 }))
    const third = await test.company(`Three ${engine}`, { vat: 'FR3' })
    const path = `/api/v1/companies/${third}/enrichment`
    await test.api.post(path, { provider_id: id })
    await test.settle()
    expect((await test.api.post(path, { provider_id: id })).status).toBe(409)
    test.platform.clock.advance(31 * DAY_MS)
    expect((await test.api.post(path, { provider_id: id })).status).toBe(202)
  })

  it('tells what asking about many would cost, keeps to limits, and goes on the next day', async () => {
    await sql`delete from people`.execute(test.platform.db)
    await sql`delete from identifiers`.execute(test.platform.db)
    const { id } = await test.provider(
      {},
      { consent: 'agreed', limits: { per_day: 1, per_month: 3 }, price: { amount: 0.5, currency: 'EUR' } },
    )
    for (const name of ['dan', 'eva']) await test.person({ email: `${name}@m.example`, agreed: true })
    await test.person({ email: 'fay@m.example', agreed: false })
    await test.person({ agreed: 'yes' })
    const runs = `/api/v1/enrichment-providers/${id}/runs`
    expect((await test.api.post(`${runs}/preview`, { segment_id: null })).body).toMatchObject({
      records: 4,
      to_ask: 2,
      no_consent: 1,
      nothing_to_ask_by: 1,
      known: 0,
      cost: 1,
      days: 2,
    })
    const { body: run } = await test.api.post<{ id: string }>(runs, { segment_id: null })
    expect((await test.api.post(runs, { segment_id: null })).status).toBe(409)
    await test.settle()
    expect(urls()).toHaveLength(1)
    const { body: provider } = await test.api.get(`/api/v1/enrichment-providers/${id}`)
    expect(provider).toMatchObject({
      waiting: 1,
      paused: { reason: expect.stringContaining('1 requests a day') },
      spent: { today: { requests: 1, cost: 0.5 } },
    })
    test.platform.clock.advance(DAY_MS)
    await test.settle()
    expect((await test.api.get<{ data: object[] }>(runs)).body.data).toMatchObject([
      { id: run.id, state: 'done', looked_at: 4, counts: { found: 2, skipped: 2, waiting: 0 } },
    ])
    const reasons = (await test.lookups('state=skipped'))
      .map(({ reason }) => reason ?? '')
      .toSorted(compareText)
    expect(reasons).toEqual([expect.stringContaining('email'), expect.stringContaining('have not agreed')])
  })

  it('waits as long as a provider asks, tries again what failed, and leaves one alone that keeps failing', async () => {
    const { id } = await test.provider()
    const gil = await test.person({ email: 'gil@a.example' })
    test.answer(() => ({ status: 429, headers: { 'retry-after': '90' }, body: 'slower, k-e-y' }))
    await ask(gil, id)
    await test.settle()
    test.platform.clock.advance(80_000)
    await test.settle()
    expect(urls()).toHaveLength(1)
    expect((await test.lookups())[0]).toMatchObject({ state: 'waiting', attempts: 0 })
    expect(JSON.stringify(await test.lookups())).not.toContain('k-e-y')
    test.answer(() => ({ status: 503 }))
    for (const hours of [0, 1, 2, 3]) {
      test.platform.clock.advance(60_000 + hours * 3_600_000)
      await test.settle()
    }
    expect(urls()).toHaveLength(4)
    expect((await test.lookups())[0]).toMatchObject({ state: 'failed', attempts: 4 })
    await ask(await test.person({ email: 'gus@a.example' }), id)
    await test.settle()
    expect((await test.api.get(`/api/v1/enrichment-providers/${id}`)).body).toMatchObject({
      paused: { reason: expect.stringContaining('5 requests in a row failed') },
    })
  })

  it('does not pay twice when it is killed: what was sent is not sent again, and a kept answer is written', async () => {
    const { id } = await test.provider()
    const { platform } = test
    const [hal, ida] = [
      await test.person({ email: 'hal@a.example' }),
      await test.person({ email: 'ida@a.example' }),
    ]
    await ask(hal, id)
    const [lost] = await claimLookups(platform.db, platform.clock.now())
    expect(await beginLookup(platform, lost!)).toMatchObject({ do: 'send' })
    await ask(ida, id)
    const [kept] = await claimLookups(platform.db, platform.clock.now())
    await beginLookup(platform, kept!)
    await keepAnswer(platform.db, kept!, { title: 'Kept' })
    platform.clock.advance(LEASE_MS + 1)
    await test.settle()
    expect(urls()).toEqual([])
    expect(await test.lookups('state=failed')).toMatchObject([
      { record: { id: hal }, reason: expect.stringContaining('stopped') },
    ])
    expect(await traitsOf(ida)).toMatchObject({ title: 'Kept' })
  })

  it('asks about whoever is new or enters the segment, by itself, once, and notes who has not agreed', async () => {
    const before = await test.person({ email: 'jay@a.example', agreed: true })
    await sql`update people set first_seen = now() - interval '1 day' where id = ${before}::uuid`.execute(
      test.platform.db,
    )
    const { id } = await test.provider({}, { consent: 'agreed', automatic: { who: 'new', segment_id: null } })
    test.platform.clock.advance(1_000)
    const kim = await test.person({ email: 'kim@a.example', agreed: true })
    const lea = await test.person({ email: 'lea@a.example' })
    for (const seconds of [1, 2]) {
      test.platform.clock.advance(seconds)
      await test.tell('people.changed', { profiles: [before, kim, lea] })
      await test.settle()
    }
    expect(urls()).toEqual(['/find?email=kim%40a.example'])
    expect(await test.lookups(`provider=${id}&state=skipped`)).toMatchObject([{ record: { id: lea } }])
    const { rows } = await sql<{ id: string }>`
      insert into segments (name, definition) values ('VIP', '{"conditions":[]}') returning id`.execute(
      test.platform.db,
    )
    const segment = rows[0]!.id
    await test.provider({}, { automatic: { who: 'segment', segment_id: segment } })
    expect(
      (await test.api.get<{ data: object[] }>(`/api/v1/segments/${segment}/uses`)).body.data,
    ).toMatchObject([{ kind: 'enrichment_provider' }])
    const entered = { segmentId: segment, segmentName: 'VIP', at: new Date().toISOString() }
    await test.tell('segment.entered', { ...entered, personId: before, initial: true })
    await test.tell('segment.entered', { ...entered, personId: lea })
    await test.settle()
    expect(urls().slice(1)).toEqual(['/find?email=lea%40a.example'])
  })

  it('can be tried before it is switched on, without writing anything or telling keys', async () => {
    test.answer(({ headers }) => ({ body: { ...KNOWN, echo: headers.authorization } }))
    const { id } = await test.provider({ enabled: false })
    const max = await test.person({ email: 'max@a.example', city: 'Bonn' })
    expect((await ask(max, id)).status).toBe(409)
    const path = `/api/v1/enrichment-providers/${id}/try`
    const { body: shown } = await test.api.post<EnrichmentTrial>(path, { record_id: max, send: false })
    expect(shown).toMatchObject({ result: 'not_sent', answer: null })
    expect(urls()).toEqual([])
    const { body: trial } = await test.api.post<EnrichmentTrial>(path, { record_id: max })
    expect(trial).toMatchObject({
      result: 'found',
      request: { headers: [{ name: 'Authorization', value: 'Bearer ****' }] },
      traits: [
        { trait: 'title', value: 'CTO', written: true },
        { trait: 'city', value: 'Lyon', now: 'Bonn', written: false },
      ],
    })
    expect(JSON.stringify(trial)).not.toContain('k-e-y')
    expect(await traitsOf(max)).not.toHaveProperty('title')
  })

  it('refuses what cannot be, gives no key away, and can be put back', async () => {
    const { id, definition, version } = await test.provider()
    const path = `/api/v1/enrichment-providers/${id}`
    const elsewhere = {
      ...definition,
      request: { ...definition.request, url: 'https://evil.example/{{ email }}' },
    }
    const fieldOf = ({ body }: { body: { error: { details: { field: string }[] } } }) =>
      body.error.details[0]?.field
    const change = (input: object) => test.api.patch<{ error: { details: { field: string }[] } }>(path, input)
    expect(fieldOf(await change({ definition: elsewhere }))).toBe('secrets.api_key')
    const hostless = { ...definition, request: { ...definition.request, url: 'https://{{ domain }}/' } }
    expect(fieldOf(await change({ definition: hostless, secrets: { api_key: 'x' } }))).toBe(
      'definition.request.url',
    )
    const twice = { ...definition, mapping: [definition.mapping[0], definition.mapping[0]] }
    expect(fieldOf(await change({ definition: twice }))).toBe('definition.mapping.1.trait')
    expect((await change({ name: 'Late', version: version - 1 })).status).toBe(409)
    expect((await (await test.apiWith(['destinations:read'])).patch(path, { name: 'x' })).status).toBe(403)
    expect(JSON.stringify((await test.api.get(path)).body)).not.toContain('k-e-y')
    const { rows } = await sql<{ text: string }>`
      select string_agg(details::text, '') as text from audit_log where subject_id = ${id}`.execute(
      test.platform.db,
    )
    expect(rows[0]?.text).not.toContain('k-e-y')
    expect((await test.api.delete(path)).status).toBe(204)
    expect((await test.api.get(path)).status).toBe(404)
    expect((await test.api.post(`${path}/restoration`)).status).toBe(204)
    expect((await test.api.get(path)).body).toMatchObject({ enabled: false, secrets: ['api_key'] })
  })

  it('forgets what was asked once its answer is good no more', async () => {
    const { id } = await test.provider()
    await ask(await test.person({ email: 'ned@a.example' }), id)
    await test.settle()
    await removeOldLookups(test.platform.db, test.platform.clock.now() + 20 * DAY_MS)
    expect(await test.lookups()).toHaveLength(1)
    await removeOldLookups(test.platform.db, test.platform.clock.now() + 100 * DAY_MS)
    expect(await test.lookups()).toEqual([])
  })
})
