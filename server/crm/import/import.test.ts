import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Deal, Pipeline } from '../../../model/deal.ts'
import type { ImportRow, KeptChange } from '../../../model/import.ts'
import type { Page } from '../../../model/page.ts'
import { defaultRules, identifierIds, KnownIdentities, recordFacts, type Fact } from '../../people/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { dieAfter } from './die-after.ts'
import { openTestImport, type TestImport } from './open-test-import.ts'

const contacts = [
  'Email,First name,Last name,Phone,Company,Favourite colour',
  'ada@example.com,Ada,Lovelace,+44 20 7946 0001,Engines Ltd,green',
  'grace@example.com,Grace,Hopper,,Navy,',
  'not-an-address,Nobody,,,,',
].join('\n')

describe.each(engines)('importing on the %s engine', (engine) => {
  let kith: TestImport
  beforeAll(async () => {
    kith = await openTestImport(engine)
  })
  afterEach(() =>
    sql`truncate imports, import_mappings, external_ids, outbox, people, identifiers, identity_links, companies, deals cascade`.execute(
      kith.platform.db,
    ),
  )
  afterAll(() => kith.close())

  const all = async <Row>(query: string) => (await sql.raw<Row>(query).execute(kith.platform.db)).rows
  const people = () =>
    all<{ name: string; email: string; traits: Record<string, unknown> }>(
      'select name, email, traits from people order by name',
    )
  const snapshot = () =>
    Promise.all(
      [
        'people',
        'identifiers',
        'identity_links',
        'companies',
        'company_members',
        'deals',
        'deal_stage_history',
        'external_ids',
        'pipelines',
        'stages',
      ].map(
        async (table) =>
          [
            table,
            (
              await all<{ row: string }>(
                `select to_jsonb(t) - array['last_seen', 'version', 'updated_at'] as row from ${table} t order by to_jsonb(t)::text`,
              )
            ).map(({ row }) => row),
          ] as const,
      ),
    )
  const say = (email: string, traits: object, messageId = 'other', userId?: string) => {
    const ids = identifierIds(kith.platform.secrets.derive('identifiers'))
    const named = [...(userId ? [['user_id', userId]] : []), ['email', email]] as [string, string][]
    const fact: Fact = {
      identifiers: named.map(([type, value]) => ({ type, value, id: ids.of(type, value) })),
      at: kith.platform.clock.now(),
      sourceId: '00000000-0000-4000-8000-00000000000a',
      messageId,
      traits: { ...traits },
      company: null,
    }
    return kith.platform.db
      .transaction()
      .execute((trx) =>
        recordFacts(trx, [fact], { rules: defaultRules, known: new KnownIdentities(), version: 1 }),
      )
  }

  it('makes people of a file, with their companies and the traits of unknown columns', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    expect(await kith.check(id)).toMatchObject({ state: 'checked', summary: { new: 2, rejected: 1 } })
    expect(await kith.run(id)).toMatchObject({ state: 'done', result: { created: 2, rejected: 1 } })
    expect(await people()).toMatchObject([
      { name: 'Ada Lovelace', email: 'ada@example.com', traits: { favourite_colour: 'green' } },
      { name: 'Grace Hopper' },
    ])
    expect(await all('select name from companies order by name')).toEqual([
      { name: 'Engines Ltd' },
      { name: 'Navy' },
    ])
    expect(await all('select count(*)::int as n from company_members')).toEqual([{ n: 2 }])
  })

  it('writes nothing in a check', async () => {
    const before = await snapshot()
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    expect(await snapshot()).toEqual(before)
  })

  it('finds nothing to do in a file that was imported before', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    await kith.run(id)
    const before = await snapshot()
    const again = await kith.upload({ 'contacts again.csv': contacts })
    expect(again.files[0]?.remembered).toBe(true)
    expect(await kith.check(again.id)).toMatchObject({
      summary: { new: 0, updated: 0, unchanged: 2, rejected: 1 },
    })
    await kith.run(again.id)
    expect(await snapshot()).toEqual(before)
  })

  it('joins an imported contact with the person whom events describe', async () => {
    await say('ada@example.com', { plan: 'pro' }, 'event', 'user-1')
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    expect(await kith.check(id)).toMatchObject({ summary: { new: 1, updated: 1 } })
    await kith.run(id)
    const [ada] = await people()
    expect(ada?.traits).toMatchObject({ plan: 'pro', firstName: 'Ada' })
    expect(await people()).toHaveLength(2)
  })

  it('takes back everything, what was created and what was updated', async () => {
    await say('ada@example.com', { firstName: 'Augusta', plan: 'pro' }, 'event', 'user-1')
    kith.platform.clock.advance(60_000)
    const before = await snapshot()
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    await kith.run(id)
    expect(await snapshot()).not.toEqual(before)
    expect(await kith.undo(id)).toMatchObject({ state: 'undone', result: { undone: 2, kept: 0 } })
    expect(await snapshot()).toEqual(before)
  })

  it('keeps and reports what somebody changed after the import', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    await kith.run(id)
    kith.platform.clock.advance(60_000)
    await say('ada@example.com', { favourite_colour: 'red' })
    expect(await kith.undo(id)).toMatchObject({ result: { undone: 1, kept: 1 } })
    expect(await people()).toMatchObject([{ email: 'ada@example.com', traits: { favourite_colour: 'red' } }])
    const { body } = await kith.api.get<Page<KeptChange>>(`/api/v1/imports/${id}/kept`)
    expect(body.data).toMatchObject([
      {
        label: 'Ada Lovelace',
        reasons: ['favourite_colour was changed since', 'it is used by something newer'],
      },
    ])
  })

  it('says what is wrong with a row, and takes the correction of a cell', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    const [rejected] = await kith.rows(id, 'rejected')
    expect(rejected).toMatchObject({
      row: 2,
      problems: [{ code: 'invalid_email', column: 0, value: 'not-an-address' }],
    })
    const fix = { file: 0, row: 2, column: 0, value: 'nobody@example.com', everywhere: true }
    expect((await kith.api.patch(`/api/v1/imports/${id}/rows`, { fixes: [fix] })).body).toEqual({ rows: 1 })
    expect(await kith.work(id)).toMatchObject({ summary: { new: 3, rejected: 0 } })
  })

  it('gives the rejected rows as a file, with the reason, and no formulas', async () => {
    const { id } = await kith.upload({ 'contacts.csv': 'Email,Name\n=cmd(),Eve\n' })
    await kith.check(id)
    const { headers } = await kith.api.get(`/api/v1/imports/${id}/rejected.csv`)
    expect(headers['content-type']).toContain('text/csv')
    const { rejectedCsv } = await import('./manage/rejected-csv.ts')
    const { findImport } = await import('./manage/import-row.ts')
    const lines = []
    for await (const line of rejectedCsv(kith.platform.db, await findImport(kith.platform.db, id)))
      lines.push(line)
    expect(lines.join('')).toBe(
      "Email,Name,Reason,Row\r\n'=cmd(),Eve,This is no e-mail address. (=cmd()),1\r\n",
    )
  })

  it('tells possible duplicates, and does with them what somebody decides', async () => {
    await say('ada@work.example', { firstName: 'Ada', lastName: 'Lovelace' })
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    expect(await kith.check(id)).toMatchObject({ summary: { duplicate: 1, new: 1 } })
    await kith.api.patch(`/api/v1/imports/${id}/rows`, { fixes: [{ file: 0, row: null, decision: 'merge' }] })
    expect(await kith.work(id)).toMatchObject({ summary: { duplicate: 0, updated: 1 } })
    await kith.run(id)
    expect(await people()).toHaveLength(2)
    await kith.undo(id)
    expect(await people()).toMatchObject([{ email: 'ada@work.example' }])
  })

  it('puts rows about the same person together, the later one winning', async () => {
    const twice = 'Email,Name,City\nada@example.com,Ada,London\nADA@example.com,Ada L.,\n'
    const { id } = await kith.upload({ 'twice.csv': twice })
    expect(await kith.check(id)).toMatchObject({ summary: { new: 1, updated: 1 } })
    const [, second] = await kith.rows(id)
    expect(second?.problems).toMatchObject([{ code: 'same_as_row' }])
    expect(await kith.run(id)).toMatchObject({ result: { created: 1, updated: 1 } })
    expect(await people()).toMatchObject([{ name: 'Ada L.', traits: { city: 'London' } }])
    await kith.undo(id)
    expect(await people()).toEqual([])
  })

  it('foretells what a run does with rows that say again what earlier ones said', async () => {
    const rows = [
      'ada@example.com,Ada,London,Engines',
      'ada@example.com,Ada,London,Engines',
      'ada@example.com,Ada,Paris,Engines',
      'ada@example.com,Ada,Paris,',
      'ada@example.com,Ada,London,Engines',
    ]
    const { id } = await kith.upload({ 'again.csv': `Email,Name,City,Company\n${rows.join('\n')}\n` })
    expect(await kith.check(id)).toMatchObject({ summary: { new: 1, updated: 2, unchanged: 2 } })
    expect(await kith.run(id)).toMatchObject({ result: { created: 1, updated: 2, unchanged: 2 } })
    await kith.undo(id)
  })

  it('imports linked files: companies, people and deals that name each other by id', async () => {
    const before = await snapshot()
    const made = await kith.upload({
      'hubspot-crm-exports-all-deals.csv':
        'Record ID,Deal Name,Amount,Deal Stage,Close Date,Pipeline,Create Date,Deal owner,Associated Company IDs,Associated Contact IDs,"Date entered ""Qualified (Sales)""","Date entered ""Won (Sales)"""\n' +
        '900001,Engine,"1,200.50",Won,2024-05-01 10:00,Sales,2024-03-01 09:00,Ada,700001,800001,2024-03-02 09:00,2024-04-30 08:00\n',
      'hubspot-crm-exports-all-companies.csv':
        'Record ID,Company name,Company Domain Name\n700001,Engines Ltd,engines.example\n',
      'hubspot-crm-exports-all-contacts.csv':
        'Record ID,First Name,Last Name,Email,Associated Company IDs\n800001,Ada,Lovelace,ada@example.com,700001\n',
    })
    expect(made.files.map(({ format, mapping }) => [format, mapping.object])).toEqual([
      ['HubSpot', 'deals'],
      ['HubSpot', 'companies'],
      ['HubSpot', 'people'],
    ])
    expect(await kith.check(made.id)).toMatchObject({ summary: { new: 3, rejected: 0 } })
    expect(await kith.run(made.id)).toMatchObject({ result: { created: 3 } })
    const { body } = await kith.api.get<Page<Deal>>('/api/v1/deals')
    expect(body.data).toMatchObject([
      {
        name: 'Engine',
        amount: 1200.5,
        person: { email: 'ada@example.com' },
        company: { name: 'Engines Ltd' },
        owner: { name: 'Ada' },
        created_at: '2024-03-01T09:00:00.000Z',
        closed_at: '2024-04-30T08:00:00.000Z',
      },
    ])
    expect(
      await all(
        'select s.name from deal_stage_history h join stages s on s.id = h.to_stage_id order by h.id',
      ),
    ).toEqual([{ name: 'Qualified' }, { name: 'Won' }])
    await kith.undo(made.id)
    expect(await snapshot()).toEqual(before)
  })

  it('updates deals that it knows by their id, and takes that back', async () => {
    const head = 'Deal id,Deal name,Stage,Amount,Company\n'
    const first = await kith.upload({
      'deals.csv': `${head}1,Chairs,Qualified,100,Acme\n2,Tables,Proposal,50,Acme\n`,
    })
    await kith.check(first.id)
    await kith.run(first.id)
    const before = await snapshot()
    kith.platform.clock.advance(60_000)
    const second = await kith.upload({
      'deals.csv': `${head}1,Chairs,Won,150,Acme\n2,Tables,Proposal,50,Acme\n`,
    })
    expect(await kith.check(second.id)).toMatchObject({ summary: { updated: 1, unchanged: 1 } })
    await kith.run(second.id)
    const { body } = await kith.api.get<Page<Deal>>('/api/v1/deals?sort=name')
    expect(body.data[0]).toMatchObject({ name: 'Chairs', amount: 150, version: 2 })
    expect(body.data[0]?.closed_at).not.toBeNull()
    await kith.undo(second.id)
    expect(normal(await snapshot())).toEqual(normal(before))
  })

  it('says in the check what deals lack of what their stage asks for, and takes those in that have it', async () => {
    const { api } = kith
    const { data: pipelines } = (await api.get<{ data: Pipeline[] }>('/api/v1/pipelines')).body
    const proposal = pipelines[0]?.stages.find(({ name }) => name === 'Proposal')
    const budget = { label: 'Budget', type: 'text', required_from_stage: proposal?.id }
    const field = (await api.post<{ id: string }>('/api/v1/objects/deal/fields', budget)).body
    const head = 'Deal id,Deal name,Stage,Company\n'
    const first = await kith.upload({
      'deals.csv': `${head}1,Chairs,Qualified,Acme\n2,Tables,Won,Acme\n3,Rugs,Lost,Acme\n`,
    })
    expect(await kith.check(first.id)).toMatchObject({ summary: { new: 2, rejected: 1 } })
    const rows = await api.get<Page<ImportRow>>(`/api/v1/imports/${first.id}/rows?outcome=rejected`)
    expect(rows.body.data).toMatchObject([
      {
        label: 'Tables',
        problems: [{ code: 'missing_in_stage', message: expect.stringContaining('Won asks for Budget.') }],
      },
    ])
    await kith.run(first.id)
    const again = `${head}1,Chairs,Proposal,Acme\n`
    const second = await kith.upload({ 'deals.csv': again })
    expect(await kith.check(second.id)).toMatchObject({ summary: { rejected: 1 } })
    const { data } = (await api.get<Page<Deal>>('/api/v1/deals?search=chairs')).body
    await api.patch(`/api/v1/deals/${data[0]?.id}/fields`, { values: { budget: 'large' } })
    const third = await kith.upload({ 'deals.csv': again })
    expect(await kith.check(third.id)).toMatchObject({ summary: { updated: 1 } })
    await api.patch(`/api/v1/fields/${field.id}`, { archived: true })
  })

  it('gives deals that are open and name no owner to whom the assignment rules say', async () => {
    await sql`insert into users (id, name, email) values ('ana', 'Ana', 'ana@k.example') on conflict do nothing`.execute(
      kith.platform.db,
    )
    const rule = await kith.api.post<{ id: string }>('/api/v1/assignment-rules', {
      name: 'Ours',
      object: 'deal',
      way: { kind: 'fixed', user_id: 'ana' },
    })
    const rows = 'Chairs,Qualified,Acme,\nTables,Qualified,Acme,Ben\nLamps,Won,Acme,\nRugs,Proposal,Acme,\n'
    const { id } = await kith.upload({ 'deals.csv': `Deal name,Stage,Company,Deal owner\n${rows}` })
    await kith.check(id)
    await kith.run(id)
    const { body } = await kith.api.get<Page<Deal>>('/api/v1/deals?sort=name')
    expect(body.data.map(({ owner }) => owner?.name ?? null)).toEqual(['Ana', null, 'Ana', 'Ben'])
    expect(await all("select title from notifications where user_id = 'ana'")).toEqual([
      { title: '2 more deals are yours' },
    ])
    await kith.undo(id)
    expect((await kith.api.get<Page<Deal>>('/api/v1/deals')).body.data).toEqual([])
    await kith.api.delete(`/api/v1/assignment-rules/${rule.body.id}`)
  })

  it('does every row exactly once when it is cut off between two chunks and at any place within one', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => `p${n}@example.com,Person ${n}`)
    const { id } = await kith.upload({ 'many.csv': `Email,Name\n${rows.join('\n')}\n` })
    await kith.check(id)
    await kith.api.post(`/api/v1/imports/${id}/run`)
    const { runImport } = await import('./manage/run-import.ts')
    const { claimImport } = await import('./manage/claim-import.ts')
    for (let round = 0; round < 2; round++) {
      const record = await claimImport(kith.platform.db, kith.job.worker)
      let commits = 0
      const dying = {
        ...kith.job,
        rowsPerChunk: 100,
        platform: { ...kith.platform, db: dieAfter(kith.platform.db, () => commits++ > round + 1) },
      }
      await expect(runImport(dying, record!)).rejects.toThrow('killed')
    }
    expect(await kith.work(id)).toMatchObject({ state: 'done', result: { created: 250, updated: 0 } })
    expect(await all('select count(*)::int as n from people')).toEqual([{ n: 250 }])
    expect(
      await all(`select count(*)::int as n from outbox where payload ->> 'event' = 'Person Imported'`),
    ).toEqual([{ n: 250 }])
  })

  it('is neither run nor undone by somebody who may not change all that it can be about', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    const scopes = ['imports:read', 'imports:write', 'people:read', 'companies:write']
    const { body } = await kith.api.post<{ key: string }>('/api/v1/api-keys', { name: 'Narrow', scopes })
    const caller = kith.as(body.key)
    expect((await caller.post(`/api/v1/imports/${id}/run`)).status).toBe(403)
    await kith.run(id)
    const before = await people()
    expect((await caller.post(`/api/v1/imports/${id}/undo`)).status).toBe(403)
    expect(await kith.work(id)).toMatchObject({ state: 'done' })
    expect(await people()).toEqual(before)
  })

  it('stops when it is cancelled, and what it did by then can be undone', async () => {
    const { id } = await kith.upload({ 'contacts.csv': contacts })
    await kith.check(id)
    await kith.api.post(`/api/v1/imports/${id}/run`)
    await kith.api.post(`/api/v1/imports/${id}/cancellation`)
    expect(await kith.work(id)).toMatchObject({ state: 'cancelled' })
    expect(await kith.undo(id)).toMatchObject({ state: 'undone' })
    expect(await people()).toEqual([])
  })
})

/** Ranks and places in a column may differ after a way there and back. */
function normal(tables: readonly (readonly [string, unknown[]])[]) {
  return tables.map(([name, rows]) => [
    name,
    rows
      .map((row) =>
        JSON.stringify(row, (key, value: unknown) => (key === 'rank' || key === 'id' ? undefined : value)),
      )
      .sort(),
  ])
}
