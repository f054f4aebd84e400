import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SegmentSplit } from '../../../model/segment-split.ts'
import type { SegmentPreview } from '../../../model/segment.ts'
import { engines } from '../../platform/testing/index.ts'
import { buildWaiting } from '../jobs.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'

const PEOPLE = 2_000
const groups = [
  { name: 'A', share: 45 },
  { name: 'B', share: 45 },
  { name: 'Hold-out', share: 10 },
]

type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('random groups on the %s engine', (engine) => {
  let test: TestSegments
  let segment: string
  const everybody = Array.from({ length: PEOPLE }, (_, index) => `person-${index}`)
  const crowd = { kind: 'trait', comparison: { field: 'crowd', operator: 'is', value: 'yes' } } as const

  beforeAll(async () => {
    test = await openTestSegments(engine)
    await test.act(...everybody.map((who) => ({ who: `user_id:${who}`, traits: { crowd: 'yes' } })))
    await test.catchUp()
    segment = (await test.build([crowd], 'Crowd')).id
  })
  afterAll(() => test.close())

  const url = () => `/api/v1/segments/${segment}/splits`
  const split = async (input: object) => {
    const answer = await test.api.post<SegmentSplit & Refusal>(url(), input)
    await buildWaiting(test.platform)
    return answer
  }
  const membersOf = async (id: string) => {
    const { rows } = await sql<{ value: string }>`
      select i.value from segment_members m join identifiers i on i.id = m.member_id where m.segment_id = ${id}
      order by 1`.execute(test.platform.db)
    return rows.map(({ value }) => value)
  }

  it('divide a segment: everybody is in one of them, in about the shares that were asked for', async () => {
    const { status, body } = await split({ name: 'Subject line', groups })
    expect(status).toBe(201)
    expect(body.groups.map(({ name, split: of }) => [name, of?.share])).toEqual([
      ['Crowd: A', 45],
      ['Crowd: B', 45],
      ['Crowd: Hold-out', 10],
    ])
    const members = await Promise.all(body.groups.map(({ id }) => membersOf(id)))
    expect(members.flat().sort()).toEqual(everybody.toSorted())
    for (const [index, { share }] of groups.entries())
      expect(Math.abs((members[index]?.length ?? 0) / PEOPLE - share / 100)).toBeLessThan(0.04)
    const listed = (await test.api.get<{ data: SegmentSplit[] }>(url())).body.data
    expect(listed.map(({ name, groups: found }) => [name, found.map(({ size }) => size)])).toEqual([
      ['Subject line', members.map(({ length }) => length)],
    ])
  })

  it('never change for anybody, also when people come, leave and come back', async () => {
    const [before] = (await test.api.get<{ data: SegmentSplit[] }>(url())).body.data
    const [a] = before?.groups ?? []
    const known = await membersOf(a?.id ?? '')
    const some = everybody.slice(0, 20)
    for (const value of ['no', 'yes']) {
      await test.act(...some.map((who) => ({ who: `user_id:${who}`, traits: { crowd: value } })))
      await test.catchUp()
      const left = new Set(value === 'no' ? some : [])
      expect(await membersOf(a?.id ?? '')).toEqual(known.filter((who) => !left.has(who)))
    }
  })

  it('are what anybody can work out from the id of a person and the key', async () => {
    const key = 'spring'
    const definition = { conditions: [crowd, { kind: 'sample', key, to: 12.5 }] }
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', { definition })
    const place = (id: string) =>
      createHash('sha256').update(`${key}:${id}`).digest().readUInt32BE(0) % 10_000
    const expected = everybody.filter((who) => place(test.idOf(`user_id:${who}`)) < 1250)
    expect(body.count).toBe(expected.length)
  })

  it('of one split say nothing about those of another', async () => {
    const { body } = await split({ name: 'Colour', groups: [{ name: 'Red', share: 50 }] })
    const [first] = (await test.api.get<{ data: SegmentSplit[] }>(url())).body.data
    const a = new Set(await membersOf(first?.groups[0]?.id ?? ''))
    const red = await membersOf(body.groups[0]?.id ?? '')
    const both = red.filter((who) => a.has(who)).length
    expect(Math.abs(both / PEOPLE - 0.225)).toBeLessThan(0.04)
    expect((await test.api.delete(`${url()}/${body.id}`)).status).toBe(204)
    expect((await test.api.get<{ data: SegmentSplit[] }>(url())).body.data).toHaveLength(1)
  })

  it('stay as they are: their conditions and they themselves are not changed one by one', async () => {
    const [known] = (await test.api.get<{ data: SegmentSplit[] }>(url())).body.data
    const group = known?.groups[0]?.id ?? ''
    const one = `/api/v1/segments/${group}`
    expect((await test.api.patch(one, { definition: { conditions: [crowd] } })).status).toBe(409)
    expect((await test.api.patch(one, { name: 'Version A' })).status).toBe(200)
    expect((await test.api.delete(one)).status).toBe(409)
    expect((await test.api.post(`${one}/splits`, { name: 'x', groups })).status).toBe(409)
    expect((await test.api.delete(`/api/v1/segments/${segment}`)).status).toBe(409)
    const user = await test.build([{ kind: 'segment', in: true, segment: group }], 'User of A')
    const { status, body } = await test.api.delete<Refusal>(`${url()}/${known?.id}`)
    expect({ status, message: body.error.message }).toEqual({
      status: 409,
      message: 'It is used by the segment “User of A”. Change that first, then remove it.',
    })
    await test.api.delete(`/api/v1/segments/${user.id}`)
  })

  it.each([
    [
      'more than everybody',
      [
        { name: 'A', share: 60 },
        { name: 'B', share: 40.01 },
      ],
    ],
    [
      'one name twice',
      [
        { name: 'A', share: 10 },
        { name: 'a', share: 10 },
      ],
    ],
    ['nobody', []],
  ])('are refused when they are %s', async (_what, wrong) => {
    const { status, body } = await split({ name: 'Wrong', groups: wrong })
    expect({ status, field: body.error.details[0]?.field }).toEqual({ status: 400, field: 'groups' })
  })
})
