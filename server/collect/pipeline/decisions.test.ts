import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../access/index.ts'
import { lastSeenOf } from '../../events/index.ts'
import {
  decidePair,
  explainPair,
  mergePeople,
  revokeDecision,
  splitPerson,
  undecidePair,
} from '../../people/index.ts'
import { startProcessors, type Processors } from '../../platform/outbox/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { recordedEvents } from '../record-processor.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

describe.each(engines)('deciding who is who on the %s engine', (engine) => {
  let platform: TestPlatform
  let collect: TestCollect
  let processors: Processors
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    collect = await openTestCollect(platform)
    processors = startProcessors(platform, [recordedEvents])
  })
  afterAll(async () => {
    await processors.stop()
    await collect.close()
    await platform.close()
  })

  const ctx = () => ({
    platform,
    actor: systemActor,
    lastSeenOf: (ids: string[]) => lastSeenOf(platform.warehouse, ids),
  })
  let count = 0
  const send = async (...events: object[]) => {
    platform.clock.advance(90_000)
    const batch = events.map((event) => ({ messageId: `m-${++count}`, ...event }))
    expect((await sendBatch(collect.url, batch)).status).toBe(200)
    await collect.pipeline.idle()
  }
  const identify = (userId: string, traits: object) => ({ type: 'identify', userId, traits })
  const idOf = async (value: string) => {
    const { rows } = await sql<{ id: string; person_id: string }>`
      select id, person_id from identifiers where value = ${value}`.execute(platform.db)
    return rows[0] ?? { id: '', person_id: '' }
  }
  const personOf = async (value: string) => (await idOf(value)).person_id
  /** Everything about the people of these identifiers, as it lies in both databases. */
  const everything = async (...values: string[]) => {
    await collect.pipeline.idle()
    const { rows: people } = await sql`
      select distinct p.id, p.name, p.email, p.traits, p.first_seen, p.last_seen, p.search
      from identifiers i join people p on p.id = i.person_id where i.value = any(${values}) order by p.id`.execute(
      platform.db,
    )
    const { rows: identifiers } = await sql<{ id: string; person_id: string }>`
      select id, value, person_id, state, traits from identifiers where value = any(${values}) order by value`.execute(
      platform.db,
    )
    const copies = await platform.warehouse.rows(
      `select person_id, traits, first_seen, last_seen from people final
       where person_id in {people:Array(UUID)} order by person_id`,
      { people: identifiers.map(({ id }) => id) },
    )
    return { people, identifiers, copies }
  }

  it('makes two known users one, and gives both back exactly', async () => {
    await send(identify('ana-1', { name: 'Ana', plan: 'free' }), { type: 'page', anonymousId: 'ana-laptop' })
    await send({ type: 'page', anonymousId: 'ana-laptop', userId: 'ana-1' })
    await send(identify('ana-2', { name: 'Ana Lima', city: 'Porto' }))
    const all = ['ana-1', 'ana-2', 'ana-laptop'] as const
    const before = await everything(...all)

    const [one, two] = [await personOf('ana-1'), await personOf('ana-2')]
    const { decision, people } = await mergePeople(ctx(), { id: one, other: two, reason: 'same passport' })
    expect(decision).toMatchObject({
      kind: 'same',
      settled: true,
      reason: 'same passport',
      decided_by: 'Kith',
    })
    expect(people).toHaveLength(1)
    const merged = await everything(...all)
    expect(merged.people).toMatchObject([{ name: 'Ana Lima', traits: { plan: 'free', city: 'Porto' } }])
    expect(new Set(merged.identifiers.map(({ person_id }) => person_id)).size).toBe(1)
    expect(merged.copies).toHaveLength(1)

    await revokeDecision(ctx(), decision.id)
    const after = await everything(...all)
    expect(after.identifiers).toEqual(before.identifiers)
    expect(after.people).toEqual(before.people)
    expect(after.copies).toEqual(before.copies)
  })

  it('assigns what happened in the meantime by evidence', async () => {
    await send(identify('bea-1', { name: 'Bea' }), identify('bea-2', { name: 'Beatrix' }))
    const { decision } = await mergePeople(ctx(), {
      id: await personOf('bea-1'),
      other: await personOf('bea-2'),
      reason: '',
    })
    await send(identify('bea-2', { city: 'Rome' }), {
      type: 'page',
      userId: 'bea-1',
      anonymousId: 'bea-phone',
    })
    await revokeDecision(ctx(), decision.id)
    const { people } = await everything('bea-1', 'bea-2')
    expect(people).toHaveLength(2)
    expect(people).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Bea', traits: { name: 'Bea' } }),
        expect.objectContaining({ name: 'Beatrix', traits: { name: 'Beatrix', city: 'Rome' } }),
      ]),
    )
    expect(await personOf('bea-phone')).toBe(await personOf('bea-1'))
  })

  it('keeps apart whom somebody split, whatever evidence comes', async () => {
    await send({ ...identify('cy', { email: 'cy@x.com', name: 'Cy' }), anonymousId: 'cy-tablet' })
    expect(await personOf('cy@x.com')).toBe(await personOf('cy'))
    const { decision } = await splitPerson(ctx(), {
      id: await personOf('cy'),
      identifiers: [(await idOf('cy@x.com')).id],
      reason: 'a typing error',
    })
    expect(decision).toMatchObject({ kind: 'different', settled: true })
    expect(await personOf('cy@x.com')).not.toBe(await personOf('cy'))
    await send({ ...identify('cy', { email: 'cy@x.com' }), anonymousId: 'cy-tablet' })
    expect(await personOf('cy@x.com')).not.toBe(await personOf('cy'))
    expect(await personOf('cy-tablet')).toBe(await personOf('cy'))
    const why = await explainPair(platform.db, systemActor, {
      id: await personOf('cy'),
      other: await personOf('cy@x.com'),
    })
    expect(why.same).toBe(false)
    expect(why.path.some(({ accepted, sentence }) => !accepted && /decided/.test(sentence))).toBe(true)

    await mergePeople(ctx(), { id: await personOf('cy'), other: await personOf('cy@x.com'), reason: '' })
    expect(await personOf('cy@x.com')).toBe(await personOf('cy'))
  })

  it('refuses to merge a person with itself, to split off everything, and to take back twice', async () => {
    await send(identify('dan', {}), identify('eve', {}))
    const [dan, eve] = [await personOf('dan'), await personOf('eve')]
    await expect(mergePeople(ctx(), { id: dan, other: dan, reason: '' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const nobody = '00000000-0000-4000-8000-0000000000ff'
    await expect(mergePeople(ctx(), { id: dan, other: nobody, reason: '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const everythingOfDan = { id: dan, identifiers: [(await idOf('dan')).id], reason: '' }
    await expect(splitPerson(ctx(), everythingOfDan)).rejects.toMatchObject({ code: 'validation_failed' })
    const { decision } = await mergePeople(ctx(), { id: dan, other: eve, reason: '' })
    await revokeDecision(ctx(), decision.id)
    await expect(revokeDecision(ctx(), decision.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('merges a pair of possible duplicates that is decided to be one, and gives both back', async () => {
    await send(identify('eva-1', { name: 'Eva Stone' }), identify('eva-2', { name: 'Eva Ston' }))
    const all = ['eva-1', 'eva-2'] as const
    const before = await everything(...all)
    const [a = '', b = ''] = [await personOf('eva-1'), await personOf('eva-2')].toSorted()
    const { rows } = await sql<{ id: string }>`
      with m as (insert into linkage_models (settings, parameters, people) values ('{"linkAt":0.5}', '{}', 2) returning id)
      insert into linkage_pairs (a, b, state, weight, probability, evidence, model_id)
      select ${a}, ${b}, 'waiting', -1, 0.3, '{"prior":-8,"comparisons":[]}', id from m returning id`.execute(
      platform.db,
    )
    const id = rows[0]?.id ?? ''
    const settle = async () => {
      await processors.idle()
      await collect.pipeline.idle()
    }
    await decidePair(ctx(), { id, decision: 'same' })
    await settle()
    expect(await personOf('eva-1')).toBe(await personOf('eva-2'))
    expect((await undecidePair(ctx(), id)).state).toBe('waiting')
    await settle()
    expect(await everything(...all)).toEqual(before)

    await decidePair(ctx(), { id, decision: 'different' })
    await settle()
    await send(
      identify('eva-1', { email: 'eva@example.com' }),
      identify('eva-2', { email: 'eva@example.com' }),
    )
    expect(await personOf('eva-1')).not.toBe(await personOf('eva-2'))
  })
})
