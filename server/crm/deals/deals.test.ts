import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Deal, DealMove } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const DAY_MS = 24 * 60 * 60 * 1000

describe.each(engines)('deals on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  let acme: string

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('user_id:ada')
    acme = await crm.company('Acme')
  })
  beforeEach(async () => {
    await crm.told()
  })
  afterAll(() => crm.close())

  const get = (id: string) => crm.api.get<Deal>(`/api/v1/deals/${id}`)
  const refOf = async (id: string) => {
    const { rows } = await sql<{ person_ref: string }>`select person_ref from deals where id = ${id}`.execute(
      crm.platform.db,
    )
    return rows[0]?.person_ref
  }
  const now = () => new Date(crm.platform.clock.now()).toISOString()
  /** Moves all identifiers of a person to another, as identity resolution does. */
  const merge = (from: string, to: string) =>
    sql`update identifiers set person_id = ${to} where person_id = ${from}`.execute(crm.platform.db)

  describe('making one', () => {
    it('starts in the first stage of the first pipeline, in its currency', async () => {
      const deal = await crm.deal({
        name: '  Ten chairs ',
        amount: 1234.56,
        person_id: ada,
        company_id: acme,
        expected_close_on: '2030-02-28',
      })
      expect(deal).toEqual({
        id: expect.any(String),
        name: 'Ten chairs',
        pipeline_id: crm.sales.id,
        stage_id: crm.stage('Qualified'),
        amount: 1234.56,
        currency: 'EUR',
        amount_source: 'manual',
        person: { id: ada, name: 'user_id:ada', email: null },
        company: { id: acme, name: 'Acme', group_id: acme },
        owner: null,
        rank: expect.any(Number),
        next_activity: null,
        last_activity_at: null,
        close_reason: null,
        close_note: '',
        expected_close_on: '2030-02-28',
        entered_stage_at: now(),
        closed_at: null,
        version: 1,
        created_at: now(),
        updated_at: now(),
      })
      expect((await get(deal.id)).body).toEqual(deal)
    })

    it('is told in the audit log, as news, and on the timeline of person and company', async () => {
      const { id } = await crm.deal({ name: 'Told', amount: 10, person_id: ada, company_id: acme })
      expect(await crm.audited(id)).toEqual([{ action: 'deal.created', details: { to_stage: 'Qualified' } }])
      expect(await crm.told()).toEqual([
        {
          type: 'deal.created',
          payload: {
            dealId: id,
            dealName: 'Told',
            pipelineId: crm.sales.id,
            stageId: crm.stage('Qualified'),
            personId: ada,
            companyId: acme,
            amount: 10,
            currency: 'EUR',
            at: now(),
          },
        },
        {
          type: 'event.recorded',
          payload: {
            type: 'track',
            event: 'Deal Created',
            personRef: ada,
            companyRef: acme,
            at: now(),
            properties: {
              deal_id: id,
              deal_name: 'Told',
              to_stage: 'Qualified',
              amount: 10,
              currency: 'EUR',
              pipeline: 'Sales',
            },
          },
        },
      ])
    })

    it('in a stage that closes it is closed at once', async () => {
      const deal = await crm.deal({ stage_id: crm.stage('Won'), person_id: ada })
      expect(deal).toMatchObject({ stage_id: crm.stage('Won'), closed_at: now() })
    })

    it.each([
      ['person_id', { person_id: randomUUID() }, 'There is no person with this id.'],
      ['company_id', { company_id: randomUUID() }, 'There is no company with this id.'],
      ['pipeline_id', { pipeline_id: randomUUID() }, 'There is no pipeline with this id.'],
      ['stage_id', { stage_id: randomUUID() }, 'There is no stage with this id.'],
    ])('names %s when there is no such thing, and keeps nothing', async (field, input, problem) => {
      const { status, body } = await crm.api.post('/api/v1/deals', { name: 'No', person_id: ada, ...input })
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { code: 'validation_failed', details: [{ field, problem }] } })
      expect(await crm.told()).toEqual([])
    })

    it.each([
      ['person_id', { name: 'For nobody' }],
      ['name', { name: '  ' }],
      ['name', { name: 'a\0b' }],
      ['amount', { amount: -1 }],
      ['currency', { currency: 'euro' }],
      ['expected_close_on', { expected_close_on: '2026-02-30' }],
      ['expected_close_on', { expected_close_on: '0000-01-01' }],
    ])('refuses a %s that cannot be: %j', async (field, input) => {
      const who = 'name' in input && input.name === 'For nobody' ? {} : { person_id: ada }
      const { status, body } = await crm.api.post('/api/v1/deals', { name: 'No', ...who, ...input })
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { code: 'validation_failed', details: [{ field }] } })
    })

    it('refuses a stage of another pipeline', async () => {
      const stages = [{ name: 'Open', probability: 10 }]
      const { body: other } = await crm.api.post<{ id: string }>('/api/v1/pipelines', {
        name: 'Renewals',
        stages,
      })
      const { status, body } = await crm.api.post('/api/v1/deals', {
        name: 'No',
        person_id: ada,
        pipeline_id: other.id,
        stage_id: crm.stage('Won'),
      })
      expect([status, body]).toMatchObject([
        400,
        {
          error: {
            details: [{ field: 'stage_id', problem: 'The pipeline "Renewals" has no stage with this id.' }],
          },
        },
      ])
    })
  })

  describe('the person of a deal', () => {
    it('is kept by the strongest identifier, so that a merge takes the deal along', async () => {
      const device = await crm.person(
        'anonymous_id:d1',
        'email:eve@example.com',
        'user_id:eve',
        'user_id:eve2',
      )
      const deal = await crm.deal({ person_id: device })
      const { rows } = await sql<{
        value: string
      }>`select value from identifiers where id = ${await refOf(deal.id)}`.execute(crm.platform.db)
      expect(rows).toEqual([{ value: 'eve' }])
      expect(deal.person?.id).toBe(device)
      const other = await crm.person('user_id:eve-merged')
      await merge(device, other)
      expect((await get(deal.id)).body.person?.id).toBe(other)
    })

    it('stays with the user when the device, whose id the person had, turns out to be shared', async () => {
      const device = await crm.person('anonymous_id:d2', 'user_id:finn')
      const { id } = await crm.deal({ person_id: device })
      const finn = await refOf(id)
      await sql`update identifiers set person_id = id where id = ${finn ?? ''}`.execute(crm.platform.db)
      expect((await get(id)).body.person?.id).toBe(finn)
    })

    it('does not change when the same person is named again', async () => {
      const device = await crm.person('anonymous_id:d3')
      const { id, version } = await crm.deal({ person_id: device })
      const user = await crm.person('user_id:gus')
      await merge(user, device)
      expect((await crm.change(id, { person_id: device })).version).toBe(version)
    })
  })

  describe('changing one', () => {
    it('changes what is given and nothing else, counts the version and tells which fields', async () => {
      const deal = await crm.deal({
        name: 'Before',
        amount: 5,
        person_id: ada,
        expected_close_on: '2030-01-01',
      })
      await crm.told()
      crm.platform.clock.advance(1000)
      const changed = await crm.change(deal.id, { name: 'After', amount: null, company_id: acme })
      expect(changed).toEqual({
        ...deal,
        name: 'After',
        amount: null,
        company: { id: acme, name: 'Acme', group_id: acme },
        version: 2,
        updated_at: now(),
      })
      const fields = ['name', 'amount', 'company_id']
      expect((await crm.audited(deal.id)).at(-1)).toEqual({
        action: 'deal.changed',
        details: {
          changed: fields,
          before: { name: 'Before', amount: 5, company: null },
          after: { name: 'After', amount: null, company: 'Acme' },
        },
      })
      const [news, event] = await crm.told()
      expect(news).toMatchObject({ type: 'deal.changed', payload: { changed: fields } })
      expect(event?.payload).toMatchObject({
        event: 'Deal Updated',
        companyRef: acme,
        properties: { changed: fields },
      })
    })

    it('to what it is already changes and tells nothing', async () => {
      const deal = await crm.deal({ name: 'Same', amount: 0.1, person_id: ada })
      await crm.told()
      expect(
        await crm.change(deal.id, { name: 'Same', amount: 0.1, person_id: ada, stage_id: deal.stage_id }),
      ).toEqual(deal)
      expect(await crm.change(deal.id, {})).toEqual(deal)
      expect(await crm.told()).toEqual([])
    })

    it('is refused when somebody else changed it since, and not when nobody did', async () => {
      const deal = await crm.deal({ person_id: ada })
      await crm.change(deal.id, { amount: 1, version: 1 })
      const { status, body } = await crm.api.patch(`/api/v1/deals/${deal.id}`, { amount: 2, version: 1 })
      expect([status, body]).toMatchObject([409, { error: { code: 'conflict', details: { version: 2 } } }])
      expect((await get(deal.id)).body.amount).toBe(1)
    })

    it('must leave a person or a company', async () => {
      const { id } = await crm.deal({ person_id: ada, company_id: acme })
      await crm.change(id, { person_id: null })
      const { status, body } = await crm.api.patch(`/api/v1/deals/${id}`, { company_id: null })
      expect([status, body]).toMatchObject([400, { error: { details: [{ field: 'company_id' }] } }])
    })

    it.each([['person_id'], ['company_id'], ['stage_id']])(
      'names %s when there is no such thing',
      async (field) => {
        const { id } = await crm.deal({ person_id: ada })
        const { status, body } = await crm.api.patch(`/api/v1/deals/${id}`, { [field]: randomUUID() })
        expect([status, body]).toMatchObject([
          400,
          { error: { code: 'validation_failed', details: [{ field }] } },
        ])
      },
    )
  })

  describe('the stages of a deal', () => {
    it('are told with their names', async () => {
      const { id } = await crm.deal({ person_id: ada })
      await crm.told()
      await crm.change(id, { stage_id: crm.stage('Proposal'), amount: 7 })
      const stages = { from_stage: 'Qualified', to_stage: 'Proposal' }
      expect((await crm.audited(id)).slice(1)).toEqual([
        { action: 'deal.stage_changed', details: stages },
        {
          action: 'deal.changed',
          details: { changed: ['amount'], before: { amount: null }, after: { amount: 7 } },
        },
      ])
      const told = await crm.told()
      expect(told.map(({ type, payload }) => payload['event'] ?? type)).toEqual([
        'deal.stage_changed',
        'Deal Stage Changed',
        'deal.changed',
        'Deal Updated',
      ])
      expect(told[0]?.payload).toMatchObject({
        fromStageId: crm.stage('Qualified'),
        stageId: crm.stage('Proposal'),
      })
      expect(told[1]?.payload['properties']).toMatchObject(stages)
    })

    it('close it when won or lost, and open it again', async () => {
      const { id } = await crm.deal({ person_id: ada })
      crm.platform.clock.advance(DAY_MS)
      const won = await crm.change(id, { stage_id: crm.stage('Won') })
      expect(won).toMatchObject({ closed_at: now(), entered_stage_at: now() })
      crm.platform.clock.advance(DAY_MS)
      expect(await crm.change(id, { amount: 3 })).toMatchObject({
        closed_at: won.closed_at,
        entered_stage_at: won.entered_stage_at,
      })
      expect(await crm.change(id, { stage_id: crm.stage('Lost') })).toMatchObject({ closed_at: now() })
      expect(await crm.change(id, { stage_id: crm.stage('Qualified') })).toMatchObject({ closed_at: null })
    })

    it('stay in its history, newest first, page by page', async () => {
      const { id } = await crm.deal({ person_id: ada })
      for (const name of ['Proposal', 'Won', 'Proposal']) {
        crm.platform.clock.advance(1000)
        await crm.change(id, { stage_id: crm.stage(name) })
      }
      const history = (cursor = '') =>
        crm.api.get<Page<DealMove>>(`/api/v1/deals/${id}/history?limit=3${cursor}`)
      const { body: first } = await history()
      const { body: last } = await history(`&cursor=${first.next}`)
      expect(last.next).toBeNull()
      const moves = [...first.data, ...last.data]
      const names = (stageId: string | null) =>
        crm.sales.stages.find((stage) => stage.id === stageId)?.name ?? null
      expect(
        moves.map(({ from_stage_id, to_stage_id }) => [names(from_stage_id), names(to_stage_id)]),
      ).toEqual([
        ['Won', 'Proposal'],
        ['Proposal', 'Won'],
        ['Qualified', 'Proposal'],
        [null, 'Qualified'],
      ])
      expect(moves[0]).toMatchObject({ at: now(), actor_name: expect.any(String) })
    })
  })

  describe('deleting one', () => {
    it('takes it away everywhere, and undoing it brings it back as it was, where it stood', async () => {
      const stage_id = crm.stage('Negotiation')
      const [, deal] = [
        await crm.deal({ stage_id, name: 'C', person_id: ada }),
        await crm.deal({ stage_id, name: 'B', person_id: ada, amount: 9 }),
        await crm.deal({ stage_id, name: 'A', person_id: ada }),
      ]
      await crm.told()
      expect((await crm.api.delete(`/api/v1/deals/${deal.id}`)).status).toBe(204)
      expect(await crm.column('Negotiation')).toEqual(['A', 'C'])
      for (const path of ['', '/history']) expect((await get(`${deal.id}${path}`)).status).toBe(404)
      expect((await crm.api.patch(`/api/v1/deals/${deal.id}`, { amount: 1 })).status).toBe(404)
      expect((await crm.api.delete(`/api/v1/deals/${deal.id}`)).status).toBe(404)
      const { status, body } = await crm.api.post<Deal>(`/api/v1/deals/${deal.id}/restoration`)
      expect([status, body]).toEqual([200, { ...deal, version: 3, updated_at: now() }])
      expect(await crm.column('Negotiation')).toEqual(['A', 'B', 'C'])
      expect((await crm.audited(deal.id)).map(({ action }) => action)).toEqual([
        'deal.created',
        'deal.deleted',
        'deal.restored',
      ])
      expect((await crm.told()).map(({ type, payload }) => payload['event'] ?? type)).toEqual([
        'deal.deleted',
        'Deal Deleted',
        'deal.restored',
        'Deal Restored',
      ])
    })

    it('can be undone once; undoing it again changes nothing, and of an unknown deal is not found', async () => {
      const deal = await crm.deal({ person_id: ada })
      await crm.told()
      expect((await crm.api.post<Deal>(`/api/v1/deals/${deal.id}/restoration`)).body).toEqual(deal)
      expect(await crm.told()).toEqual([])
      const unknown = await crm.api.post(`/api/v1/deals/${randomUUID()}/restoration`)
      expect(unknown).toMatchObject({
        status: 404,
        body: { error: { message: 'There is no deal with this id.' } },
      })
    })
  })
})
