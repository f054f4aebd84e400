import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CloseReason, Deal, DealMove, Pipeline, PipelineChange, Stage } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type Refusal = { error: { code: string; message: string; details: { field: string; count?: number }[] } }

describe.each(engines)('changing a pipeline on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  let pipeline: Pipeline

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
  })
  beforeEach(async () => {
    const { body } = await crm.api.post<Pipeline>('/api/v1/pipelines', {
      name: 'Renewals',
      stages: [
        { name: 'Due', probability: 30 },
        { name: 'Offered', probability: 60 },
        { name: 'Renewed', kind: 'won', probability: 100 },
        { name: 'Left', kind: 'lost', probability: 0 },
      ],
    })
    pipeline = body
  })
  afterAll(() => crm.close())

  const change = (body: PipelineChange) =>
    crm.api.patch<Pipeline & Refusal>(`/api/v1/pipelines/${pipeline.id}`, body)
  const stage = (name: string): Stage => {
    const found = pipeline.stages.find((one) => one.name === name)
    if (!found) throw new Error(`There is no stage ${name}.`)
    return found
  }
  const dealIn = (name: string) =>
    crm.deal({ company_id: acme, pipeline_id: pipeline.id, stage_id: stage(name).id })
  const get = async (id: string) => (await crm.api.get<Deal>(`/api/v1/deals/${id}`)).body

  it('tells of each stage what it counts as in the forecast', () => {
    expect(pipeline.stages.map(({ forecast_category }) => forecast_category)).toEqual([
      'pipeline',
      'pipeline',
      'closed',
      'omitted',
    ])
  })

  it('renames it, and its stages, adds one and puts them in another order', async () => {
    const { status, body } = await change({
      name: 'Contracts',
      stages: [
        { ...stage('Offered'), name: 'On offer', rotting_days: 14, required_fields: ['amount'] },
        { name: 'Signing', probability: 90, forecast_category: 'commit' },
        stage('Due'),
        stage('Renewed'),
        stage('Left'),
      ],
    })
    expect(status).toBe(200)
    expect(body.name).toBe('Contracts')
    expect(body.stages.map(({ name }) => name)).toEqual(['On offer', 'Signing', 'Due', 'Renewed', 'Left'])
    expect(body.stages[0]).toMatchObject({
      id: stage('Offered').id,
      rotting_days: 14,
      required_fields: ['amount'],
    })
    expect(body.stages[1]).toMatchObject({ forecast_category: 'commit', kind: 'open' })
  })

  it('asks where the deals of a removed stage go, and changes nothing until that is said', async () => {
    await dealIn('Offered')
    await dealIn('Offered')
    const stages = ['Due', 'Renewed', 'Left'].map(stage)
    const { status, body } = await change({ name: 'Other', stages })
    expect(status).toBe(400)
    expect(body.error.details).toMatchObject([{ field: `moves.${stage('Offered').id}`, count: 2 }])
    const { body: all } = await crm.api.get<Page<Pipeline>>('/api/v1/pipelines')
    expect(all.data.find(({ id }) => id === pipeline.id)).toEqual(pipeline)
  })

  it('moves the deals of a removed stage, with history and event, and keeps the name of the stage', async () => {
    const { id } = await dealIn('Offered')
    await crm.told()
    const { status } = await change({
      stages: ['Due', 'Renewed', 'Left'].map(stage),
      moves: [{ from: stage('Offered').id, to: stage('Due').id }],
    })
    expect(status).toBe(200)
    expect(await get(id)).toMatchObject({ stage_id: stage('Due').id, version: 2 })
    const { body: moves } = await crm.api.get<Page<DealMove>>(`/api/v1/deals/${id}/history`)
    expect(moves.data.map((move) => move.to_stage_name)).toEqual(['Due', 'Offered'])
    expect((await crm.told()).map(({ payload }) => payload)).toMatchObject([
      { event: 'Deal Stage Changed', properties: { from_stage: 'Offered', to_stage: 'Due' } },
    ])
  })

  it('refuses to send deals to a stage that goes as well', async () => {
    const { status } = await change({
      stages: ['Renewed', 'Left'].map(stage),
      moves: [{ from: stage('Offered').id, to: stage('Due').id }],
    })
    expect(status).toBe(400)
  })

  it('closes the deals of a stage that becomes a won one, and opens them again', async () => {
    const { id, entered_stage_at } = await dealIn('Offered')
    const withKind = (kind: Stage['kind']) =>
      change({ stages: pipeline.stages.map((one) => (one.name === 'Offered' ? { ...one, kind } : one)) })
    await withKind('won')
    expect((await get(id)).closed_at).toBe(entered_stage_at)
    await withKind('open')
    expect((await get(id)).closed_at).toBeNull()
  })

  it('loses no deal that is made while its stage is removed', async () => {
    const stages = ['Due', 'Renewed', 'Left'].map(stage)
    const made = { company_id: acme, name: 'Late', pipeline_id: pipeline.id, stage_id: stage('Offered').id }
    const moves = [{ from: stage('Offered').id, to: stage('Due').id }]
    const [{ status, body }] = await Promise.all([
      crm.api.post<Deal>('/api/v1/deals', made),
      change({ stages, moves }),
    ])
    const stands = status === 201 ? (await get(body.id)).stage_id : 'refused'
    expect([stage('Due').id, 'refused']).toContain(stands)
  })

  it('removes a pipeline only once it has no deals', async () => {
    const { id } = await dealIn('Due')
    expect((await crm.api.delete(`/api/v1/pipelines/${pipeline.id}`)).status).toBe(409)
    await crm.api.delete(`/api/v1/deals/${id}`)
    expect((await crm.api.delete(`/api/v1/pipelines/${pipeline.id}`)).status).toBe(204)
    const { body } = await crm.api.get<Page<Pipeline>>('/api/v1/pipelines')
    expect(body.data.map((one) => one.id)).not.toContain(pipeline.id)
  })

  describe('a stage that asks for fields', () => {
    const asking = async (name: string, required_fields: Stage['required_fields']) => {
      const { body } = await change({
        stages: pipeline.stages.map((one) => (one.name === name ? { ...one, required_fields } : one)),
      })
      pipeline = body
    }

    it('lets no deal in that lacks one, and says which', async () => {
      await asking('Offered', ['amount', 'expected_close_on'])
      const { id } = await dealIn('Due')
      const move = { stage_id: stage('Offered').id }
      const { status, body } = await crm.api.patch<Refusal>(`/api/v1/deals/${id}`, { ...move, amount: 5 })
      expect([status, body.error.details.map(({ field }) => field)]).toEqual([400, ['expected_close_on']])
      const filled = { ...move, amount: 5, expected_close_on: '2030-01-01' }
      expect((await crm.api.patch(`/api/v1/deals/${id}`, filled)).status).toBe(200)
    })

    it('lets none be emptied in it, but a deal that was there before can still be edited', async () => {
      const { id } = await dealIn('Offered')
      await asking('Offered', ['amount'])
      expect((await crm.api.patch(`/api/v1/deals/${id}`, { name: 'Renamed' })).status).toBe(200)
      await crm.change(id, { amount: 10 })
      expect((await crm.api.patch(`/api/v1/deals/${id}`, { amount: null })).status).toBe(400)
    })
  })

  describe('reasons', () => {
    const reasons = async () => (await crm.api.get<Page<CloseReason>>('/api/v1/close-reasons')).body.data

    it('are kept with a lost deal, told on its timeline, and cleared when it is opened again', async () => {
      const [reason] = await reasons()
      const { id } = await dealIn('Due')
      await crm.told()
      const lost = { stage_id: stage('Left').id, close_reason_id: reason?.id ?? null, close_note: 'Too dear' }
      expect(await crm.change(id, lost)).toMatchObject({
        close_reason: { id: reason?.id, name: 'Price' },
        close_note: 'Too dear',
      })
      const told = (await crm.told()).find(({ payload }) => payload['event'] === 'Deal Stage Changed')
      expect(told?.payload).toMatchObject({ properties: { reason: 'Price' } })
      expect(await crm.change(id, { stage_id: stage('Due').id })).toMatchObject({
        close_reason: null,
        close_note: '',
        closed_at: null,
      })
    })

    it('of losing cannot be given for a won deal', async () => {
      const [reason] = await reasons()
      const { id } = await dealIn('Due')
      const won = { stage_id: stage('Renewed').id, close_reason_id: reason?.id ?? null }
      expect((await crm.api.patch(`/api/v1/deals/${id}`, won)).status).toBe(400)
    })

    it('can be added once and taken away; deals keep what they have', async () => {
      const { body } = await crm.api.post<CloseReason>('/api/v1/close-reasons', {
        kind: 'won',
        name: 'Service',
      })
      const again = { kind: 'won', name: 'service' }
      expect((await crm.api.post('/api/v1/close-reasons', again)).status).toBe(400)
      const { id } = await dealIn('Due')
      await crm.change(id, { stage_id: stage('Renewed').id, close_reason_id: body.id })
      expect((await crm.api.delete(`/api/v1/close-reasons/${body.id}`)).status).toBe(204)
      expect((await reasons()).map(({ name }) => name)).not.toContain('Service')
      expect((await get(id)).close_reason?.name).toBe('Service')
      await sql`delete from audit_log`.execute(crm.platform.db)
    })
  })
})
