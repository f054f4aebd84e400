import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComputedTrait } from '../model/computed-trait.ts'
import type { Person, TraitProvenance } from '../model/person.ts'
import type { Segment } from '../model/segment.ts'
import type { Running } from './main.ts'
import type { Api } from './platform/testing/index.ts'
import { WRITE_KEY, startTestKith, type TestKith } from './start-test-kith.ts'

const PATIENCE = { timeout: 20_000, interval: 100 }

describe('a computed trait in the whole of Kith', () => {
  let kith: TestKith
  let running: Running
  let api: Api
  let trait: ComputedTrait

  beforeAll(async () => {
    kith = await startTestKith()
    running = kith.running
    api = kith.admin
  })
  afterAll(() => kith.stop())

  const send = async (type: string, body: object) => {
    const answer = await running.app.inject({
      method: 'POST',
      url: `/v1/${type}`,
      headers: { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` },
      payload: body,
    })
    expect(answer.statusCode).toBe(200)
    await running.idle()
  }
  const find = async (user: string) => (await api.get<Person>(`/api/v1/people/by/user_id/${user}`)).body
  const traitsOf = async (user: string) => (await find(user)).traits
  const provenanceOf = async (user: string) => {
    const { id } = await find(user)
    const { body } = await api.get<{ data: TraitProvenance[] }>(`/api/v1/people/${id}/provenance`)
    return body.data.find((one) => one.trait === 'revenue')
  }

  it('is worked out soon after it was made', async () => {
    await send('track', { userId: 'ada', event: 'Order', properties: { total: 10 } })
    const definition = { kind: 'sum', event: 'Order', field: 'total' }
    trait = (await api.post<ComputedTrait>('/api/v1/computed-traits', { name: 'revenue', definition })).body
    await expect.poll(() => traitsOf('ada'), PATIENCE).toEqual({ revenue: 10 })
  })

  it('is not overwritten by what a source says under its name, and says where it came from', async () => {
    await send('identify', { userId: 'ada', traits: { revenue: 999, plan: 'pro' } })
    expect(await traitsOf('ada')).toEqual({ revenue: 10, plan: 'pro' })
    expect(await provenanceOf('ada')).toMatchObject({ value: 10, source: 'Computed', computed: trait.id })
    await send('identify', { userId: 'bob', traits: { revenue: 5, plan: 'free' } })
    expect(await traitsOf('bob')).toEqual({ plan: 'free' })
    expect(await provenanceOf('bob')).toBeUndefined()
  })

  it('moves people in and out of the segments that ask for it', async () => {
    const comparison = { field: 'revenue', operator: 'at_least', value: 100 }
    const made = await api.post<Segment>('/api/v1/segments', {
      name: 'Big',
      definition: { conditions: [{ kind: 'trait', comparison }] },
    })
    await expect
      .poll(async () => (await api.get<Segment>(`/api/v1/segments/${made.body.id}`)).body.state, PATIENCE)
      .toBe('live')
    await send('track', { userId: 'ada', event: 'Order', properties: { total: 90 } })
    await expect
      .poll(async () => (await find('ada')).segments.map(({ name }) => name), PATIENCE)
      .toEqual(['Big'])
    await api.delete(`/api/v1/segments/${made.body.id}`)
  })

  it('is asked by a score, which follows it and moves people between segments', async () => {
    const comparison = { field: 'revenue', operator: 'at_least', value: 150 }
    const rules = [{ points: 60, when: { kind: 'trait', comparison } }]
    const score = await api.post<ComputedTrait>('/api/v1/computed-traits', {
      name: 'heat',
      definition: { kind: 'score', rules },
    })
    const hot = await api.post<Segment>('/api/v1/segments', {
      name: 'Hot',
      definition: {
        conditions: [{ kind: 'trait', comparison: { field: 'heat', operator: 'at_least', value: 50 } }],
      },
    })
    await send('track', { userId: 'ada', event: 'Order', properties: { total: 100 } })
    await expect
      .poll(async () => (await find('ada')).segments.map(({ name }) => name), PATIENCE)
      .toEqual(['Hot'])
    expect(await traitsOf('ada')).toMatchObject({ revenue: 200, heat: 60 })
    expect((await api.patch(`/api/v1/computed-traits/${trait.id}`, { name: 'turnover' })).status).toBe(409)
    for (const path of [`segments/${hot.body.id}`, `computed-traits/${score.body.id}`])
      expect((await api.delete(`/api/v1/${path}`)).status).toBe(204)
  })

  it('is worked out anew for both when people are merged, and when that is taken back', async () => {
    await send('track', { userId: 'cleo', event: 'Order', properties: { total: 1 } })
    await send('track', { userId: 'dora', event: 'Order', properties: { total: 2 } })
    await expect.poll(() => traitsOf('dora'), PATIENCE).toEqual({ revenue: 2 })
    const [cleo, dora] = [await find('cleo'), await find('dora')]
    const merged = await api.post<{ decision: { id: string } }>(`/api/v1/people/${cleo.id}/merges`, {
      other: dora.id,
    })
    expect(merged.status).toBeLessThan(300)
    await expect.poll(() => traitsOf('dora'), PATIENCE).toEqual({ revenue: 3 })
    const { body } = await api.get<{ data: { id: string }[] }>(`/api/v1/people/${cleo.id}/decisions`)
    expect((await api.delete(`/api/v1/identity-decisions/${body.data[0]?.id}`)).status).toBeLessThan(300)
    await expect
      .poll(async () => [await traitsOf('cleo'), await traitsOf('dora')], PATIENCE)
      .toEqual([{ revenue: 1 }, { revenue: 2 }])
  })

  it('gives back what sources say when it is removed', async () => {
    expect((await api.delete(`/api/v1/computed-traits/${trait.id}`)).status).toBe(204)
    await expect.poll(() => traitsOf('ada'), PATIENCE).toEqual({ revenue: 999, plan: 'pro' })
  })
})
