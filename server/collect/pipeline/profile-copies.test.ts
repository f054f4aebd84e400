import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../access/index.ts'
import { copyProfiles, findPerson, openSegmentNames, readProfile } from '../../people/index.ts'
import { publish, startProcessors, type Processors } from '../../platform/outbox/index.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

describe('copies of profiles beside the embedded database', () => {
  let platform: TestPlatform
  let collect: TestCollect
  let processors: Processors
  beforeAll(async () => {
    platform = await openTestPlatform()
    collect = await openTestCollect(platform)
    processors = startProcessors(platform, [copyProfiles])
  })
  afterAll(async () => {
    await processors.stop()
    await collect.close()
    await platform.close()
  })

  let count = 0
  const send = async (...events: object[]) => {
    platform.clock.advance(1_000)
    const batch = events.map((event) => ({
      type: 'track',
      event: 'Clicked',
      messageId: `m-${++count}`,
      ...event,
    }))
    expect((await sendBatch(collect.url, batch)).status).toBe(200)
    await collect.pipeline.idle()
    await processors.idle()
  }
  const identifiers = async () =>
    (await sql<{ id: string; value: string }>`select id, value from identifiers`.execute(platform.db)).rows
  /** Every profile by each of its identifiers, as it is read. */
  const read = async () => {
    const names = openSegmentNames(platform.db)
    return Promise.all(
      (await identifiers()).map(({ id }) => readProfile(platform, systemActor, { segments: names, id })),
    )
  }
  /** The same from the database; a copy that is missing would be read from there, too. */
  const stored = async () => {
    const all = await identifiers()
    expect(all.filter(({ id }) => !platform.copies?.get('owner', id))).toEqual([])
    return Promise.all(all.map(({ id }) => findPerson(platform.db, systemActor, id)))
  }

  it('say what the database says, after new people, traits, merges, companies and their new names', async () => {
    await send({ anonymousId: 'ada-laptop' }, { anonymousId: 'ada-phone' }, { anonymousId: 'bob-laptop' })
    expect(await read()).toEqual(await stored())
    await send({
      type: 'identify',
      userId: 'ada',
      anonymousId: 'ada-laptop',
      traits: { name: 'Ada', plan: 'free' },
    })
    await send(
      { userId: 'ada', anonymousId: 'ada-phone' },
      { type: 'identify', userId: 'bob', traits: { name: 'Bob' } },
    )
    expect(await read()).toEqual(await stored())
    await send(
      { type: 'group', userId: 'ada', groupId: 'acme', traits: { name: 'Acme' } },
      { userId: 'bob', context: { groupId: 'acme' } },
    )
    expect(await read()).toEqual(await stored())
    await send({ type: 'group', userId: 'bob', groupId: 'acme', traits: { name: 'Acme Corporation' } })
    expect(await read()).toEqual(await stored())
  })

  it('follow who enters, leaves and renames a segment', async () => {
    const { rows } = await sql<{ id: string }>`
      insert into segments (name, definition) values ('Buyers', '{}') returning id`.execute(platform.db)
    const segmentId = rows[0]?.id
    const bob = (await identifiers()).find(({ value }) => value === 'bob')?.id
    const personId = (await findPerson(platform.db, systemActor, bob ?? ''))?.id
    const tell = async (type: string) => {
      const payload = { segmentId, segmentName: 'Buyers', personId, at: '2026-03-04T05:06:07.008Z' }
      await publish(platform.db, [{ type, payload }])
      await processors.idle()
    }
    await sql`
      insert into segment_members (segment_id, member_id, entered_at)
      values (${segmentId}, ${personId}, '2026-03-04T05:06:07.008Z')`.execute(platform.db)
    await tell('segment.entered')
    expect(await read()).toEqual(await stored())
    await sql`update segments set name = 'Shoppers'`.execute(platform.db)
    expect(await read()).toEqual(await stored())
    await tell('segment.entered')
    expect(await read()).toEqual(await stored())
    await sql`delete from segment_members`.execute(platform.db)
    await tell('segment.left')
    expect(await read()).toEqual(await stored())
  })

  it('take in who enters before there is a copy of them', async () => {
    await send({ anonymousId: 'cleo-laptop' })
    const { rows } = await sql<{ id: string }>`
      insert into segments (name, definition) values ('Visitors', '{}') returning id`.execute(platform.db)
    const id = (await identifiers()).find(({ value }) => value === 'cleo-laptop')?.id ?? ''
    await platform.copies?.write([{ kind: 'profile', id, document: null }])
    await sql`
      insert into segment_members (segment_id, member_id, entered_at)
      values (${rows[0]?.id}, ${id}, '2026-03-04T05:06:07.008Z')`.execute(platform.db)
    const payload = {
      segmentId: rows[0]?.id,
      segmentName: 'Visitors',
      personId: id,
      at: '2026-03-04T05:06:07.008Z',
    }
    await publish(platform.db, [{ type: 'segment.entered', payload }])
    await processors.idle()
    expect(platform.copies?.get('profile', id)).toMatchObject({ segments: [{ name: 'Visitors' }] })
    expect(await read()).toEqual(await stored())
  })

  it('are read while the database is busy', async () => {
    const names = openSegmentNames(platform.db)
    await names.load()
    const known = await identifiers()
    await platform.db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx)
      for (const { id } of known)
        expect(await readProfile(platform, systemActor, { segments: names, id })).not.toBeNull()
    })
  })
})
