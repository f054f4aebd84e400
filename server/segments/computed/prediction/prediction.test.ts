import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComputedExplanation, ComputedPreview, ComputedTrait } from '../../../../model/computed-trait.ts'
import type { Prediction } from '../../../../model/prediction.ts'
import { workOut } from '../../jobs.ts'
import { openTestSegments, type Act, type TestSegments } from '../../open-test-segments.ts'

const DAY_MS = 86_400_000
const PATH = '/api/v1/computed-traits'
const MONTHS = 5
const PEOPLE = 240

type Refusal = { error: { message: string; details: { field: string }[] } }

describe('a prediction', () => {
  const own = (name: string) => `${name}-of-predictions`
  const user = (name: string) => `user_id:${own(name)}`
  const bought = { kind: 'prediction', event: own('Bought'), days: 30 }

  /** Everybody comes each month. Who looks at prices buys in the month after it, half of the time; of the others nearly nobody does. */
  function past(): Act[] {
    return Array.from({ length: PEOPLE }, (_, place) => {
      const who = user(`p${place}`)
      return Array.from({ length: MONTHS }, (_month, month) => {
        const looks = (place + month) % 3 === 0
        const lookedBefore = (place + month + 1) % 3 === 0
        const buys = lookedBefore ? (place >> 2) % 2 === 0 : place % 40 === month
        const at = (day: number) => month * 30 + day
        return [
          { who, event: own('Came'), daysAgo: at(3 + (place % 20)) },
          ...(looks ? [{ who, event: own('Saw prices'), daysAgo: at(4 + (place % 9)) }] : []),
          ...(buys ? [{ who, event: own('Bought'), daysAgo: at(20) }] : []),
        ]
      })
    }).flat(2)
  }

  let test: TestSegments
  let made: ComputedTrait
  const name = own('likely_to_buy')
  beforeAll(async () => {
    test = await openTestSegments('embedded')
    await test.act(...past())
    await test.catchUp()
  })
  afterAll(() => test.close())

  const valueOf = async (who: string) => {
    const { rows } = await sql<{ value: Prediction | null }>`
      select p.traits -> ${name} as value from identifiers i join people p on p.id = i.person_id
      where i.id = ${test.idOf(user(who))}::uuid`.execute(test.platform.db)
    return rows[0]?.value ?? null
  }
  const meanOf = async (some: (place: number) => boolean) => {
    const places = Array.from({ length: PEOPLE }, (_, place) => place).filter(some)
    const values = await Promise.all(places.slice(0, 40).map((place) => valueOf(`p${place}`)))
    return values.reduce((sum, value) => sum + (value?.likelihood ?? 0), 0) / values.length
  }
  const lookedNow = (place: number) => place % 3 === 0

  it('shows before it is saved how good it would be', async () => {
    const { status, body } = await test.api.post<ComputedPreview>(`${PATH}/preview`, { definition: bought })
    expect([status, body.people]).toEqual([200, PEOPLE])
    const { prediction } = body
    expect(prediction?.accuracy).toBeGreaterThan(0.7)
    expect(prediction?.lift).toBeGreaterThan(1.5)
    expect(prediction?.tenths).toHaveLength(10)
    expect(body.sample[0]?.value).toMatchObject({ likelihood: expect.any(Number) })
  })

  it('learns what people do before they do it, and says of everybody how likely they are to', async () => {
    const { status, body } = await test.api.post<ComputedTrait>(PATH, { name, definition: bought })
    expect([status, body.prediction]).toEqual([201, null])
    await workOut(test.platform)
    made = (await test.api.get<ComputedTrait>(`${PATH}/${body.id}`)).body
    expect(made).toMatchObject({ state: 'live', people: PEOPLE, error: null })
    expect(made.prediction?.signals.toSorted((a, b) => b.share - a.share)[0]?.event).toBe(own('Saw prices'))
    const [looked, others] = [await meanOf(lookedNow), await meanOf((place) => !lookedNow(place))]
    expect(looked).toBeGreaterThan(others + 20)
    // What is foretold of all together is what happened of all together.
    const tenths = made.prediction?.tenths ?? []
    const sumOf = (key: 'foretold' | 'happened') => tenths.reduce((sum, one) => sum + one[key], 0) / 10
    expect(Math.abs(sumOf('foretold') - sumOf('happened'))).toBeLessThan(12)
  })

  it('follows what people do at once', async () => {
    const before = await valueOf('p1')
    await test.act(
      ...[0.1, 0.2, 0.3].map((daysAgo) => ({ who: user('p1'), event: own('Saw prices'), daysAgo })),
    )
    await test.catchUp()
    const after = await valueOf('p1')
    expect(after?.likelihood).toBeGreaterThan((before?.likelihood ?? 0) + 10)
    expect(after?.percentile).toBeGreaterThan(before?.percentile ?? 0)
  })

  it('says of a person what speaks for it and against it', async () => {
    const { body } = await test.api.get<ComputedExplanation>(
      `${PATH}/${made.id}/people/${test.idOf(user('p1'))}`,
    )
    expect(body.words).toContain(own('Bought'))
    const reason = body.prediction?.reasons.find(({ event }) => event === own('Saw prices'))
    expect(reason?.count).toBeGreaterThanOrEqual(3)
    expect(reason?.factor).toBeGreaterThan(1)
    expect(body.prediction?.usual).toBeGreaterThan(5)
  })

  it('is worked out anew every day, and learned anew after a week', async () => {
    const before = await meanOf(lookedNow)
    test.platform.clock.advance(6 * DAY_MS)
    await workOut(test.platform)
    expect(await meanOf(lookedNow)).toBeLessThan(before)
    const read = async () =>
      (await test.api.get<ComputedTrait>(`${PATH}/${made.id}`)).body.prediction?.learned_at
    expect(await read()).toBe(made.prediction?.learned_at)
    test.platform.clock.advance(2 * DAY_MS)
    await workOut(test.platform)
    expect(Date.parse((await read()) ?? '')).toBeGreaterThan(Date.parse(made.prediction?.learned_at ?? ''))
  })

  it('is refused in words when too little happened to learn from', async () => {
    const preview = async (change: object) => {
      const definition = { ...bought, ...change }
      const { status, body } = await test.api.post<Refusal>(`${PATH}/preview`, { definition })
      return [status, body.error.details[0]?.field, body.error.message] as const
    }
    expect(await preview({ event: own('Never') })).toEqual([
      400,
      'definition.event',
      expect.stringContaining('0 people did'),
    ])
    expect(await preview({ days: 365 })).toEqual([
      400,
      'definition.days',
      expect.stringContaining('365 days'),
    ])
    const definition = { ...bought, event: own('Never') }
    const { body } = await test.api.post<ComputedTrait>(PATH, { name: own('never'), definition })
    await workOut(test.platform)
    expect((await test.api.get<ComputedTrait>(`${PATH}/${body.id}`)).body).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Too few'),
    })
  })
})
