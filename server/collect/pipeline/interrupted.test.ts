import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { identifierIds, KnownIdentities, openRuleBook } from '../../people/index.ts'
import { secretsFrom } from '../../platform/secrets.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { encodeRecord } from '../log-record.ts'
import { openSources } from '../sources/sources.ts'
import { openTestCollect, WRITE_KEY } from '../testing/open-test-collect.ts'
import type { Batch } from './batch.ts'
import { publishSteps, resolveSteps, storeSteps } from './pipeline.ts'
import { readRecord } from './read-events.ts'
import { newBatch, runBatch } from './run-batch.ts'
import { PipelineStats } from './step-stats.ts'
import type { PipelineContext, Step } from './step.ts'
import { storeEvent } from './steps/store-event.ts'

const SOURCE = '00000000-0000-4000-8000-00000000005c'
const LATELY = Date.now() - 60 * 60 * 1000

/** Requests that make people, join them, and hold what is dropped at every step. */
const requests: object[][] = [
  [
    { type: 'track', event: 'Seen', anonymousId: 'visitor', messageId: 'a1' },
    { type: 'identify', userId: 'ada', traits: { name: 'Ada', plan: 'free' }, messageId: 'a2' },
    { type: 'group', userId: 'ada', groupId: 'acme', traits: { name: 'Acme' }, messageId: 'a3' },
  ],
  [
    {
      type: 'identify',
      userId: 'ada',
      anonymousId: 'visitor',
      traits: { plan: 'pro', email: 'ada@x.com' },
      messageId: 'b1',
    },
    { type: 'track', event: 'Bought', userId: 'ada', properties: { 'a.b': 1 }, messageId: 'b2' },
    { type: 'track', event: 'Bought', userId: 'ada', messageId: 'a1' },
    { type: 'track', userId: 'ada', messageId: 'b3' },
    { type: 'track', event: 'Refused', userId: 'ada', anonymousId: 'refused', messageId: 'b4' },
    { type: 'track', event: 'Nobody', userId: 'null', messageId: 'b5' },
  ],
  [
    { type: 'identify', userId: 'bob', anonymousId: 'visitor', traits: { name: 'Bob' }, messageId: 'c1' },
    { type: 'track', event: 'Bought', anonymousId: 'new', messageId: 'c2' },
  ],
]

type Span = { from: number; to: number }
type Run = {
  ctx: PipelineContext
  resolve(span: Span): Promise<Batch>
  store(batch: Batch, steps?: Step[]): Promise<void>
}

/** Where a run ends between the first request and the last, and how far it got before. */
const interruptions: [where: string, run: (run: Run) => Promise<void>][] = [
  ['after people are resolved', async ({ resolve }) => void (await resolve({ from: 1, to: 2 }))],
  ['before the events are stored', (run) => storeAllBut(run, 'events')],
  ['before the dropped events are stored', (run) => storeAllBut(run, 'dropped_events')],
  ['before the people are copied', (run) => storeAllBut(run, 'people')],
  ['before the warehouse knows who moved', (run) => storeAllBut(run, 'identity_overrides')],
  [
    'after all is stored but not published',
    async ({ resolve, store }) => store(await resolve({ from: 1, to: 2 }), [storeEvent]),
  ],
  [
    'after two batches are resolved',
    async ({ resolve }) => void [await resolve({ from: 1, to: 2 }), await resolve({ from: 2, to: 3 })],
  ],
  [
    'after two batches are resolved and one is stored',
    async ({ resolve, store }) => {
      const first = await resolve({ from: 1, to: 2 })
      await resolve({ from: 2, to: 3 })
      await store(first)
    },
  ],
]

describe('a batch that is interrupted', () => {
  let uninterrupted: Awaited<ReturnType<typeof run>>
  beforeAll(async () => {
    uninterrupted = await run(async ({ resolve, store }) => {
      for (const to of [2, 3]) await store(await resolve({ from: to - 1, to }))
    })
  })

  it.each(interruptions)('%s is finished with the same content, once', async (_where, interrupt) => {
    expect(await run(interrupt)).toEqual(uninterrupted)
  })

  it('makes people, joins them, and drops events at every step in this test', () => {
    expect(uninterrupted.events.map(({ message_id }) => message_id)).toEqual([
      'a1',
      'a2',
      'a3',
      'b1',
      'b2',
      'c1',
      'c2',
    ])
    expect(uninterrupted.dropped.map(({ reason }) => reason)).toEqual([
      'blocked_identity',
      'duplicate',
      'invalid',
      'invalid',
    ])
  })
})

/** Takes the first request through all steps, interrupts the others, and lets the pipeline go on. Gives all that is stored. */
async function run(interrupt: (run: Run) => Promise<void>) {
  const platform = { ...(await openTestPlatform()), secrets: secretsFrom(Buffer.alloc(32, 3)) }
  await sql`insert into sources (id, name, write_key) values (${SOURCE}, 'Test', ${WRITE_KEY})`.execute(
    platform.db,
  )
  await sql`alter table identifiers add constraint no_refused check (value <> 'refused')`.execute(platform.db)
  for (const [index, batch] of requests.entries()) {
    const header = {
      sourceId: SOURCE,
      receivedAt: LATELY + index * 1_000,
      ip: null,
      userAgent: null,
      type: null,
    }
    await platform.log.append(encodeRecord(header, Buffer.from(JSON.stringify({ batch }))))
  }
  const byHand = await runByHand(platform)
  await byHand.store(await byHand.resolve({ from: 0, to: 1 }))
  await interrupt(byHand)
  byHand.ctx.sources.stop()

  const collect = await openTestCollect(platform)
  await collect.pipeline.idle()
  await collect.close()
  const stored = await readAll(platform)
  await platform.close()
  return stored
}

async function runByHand(platform: TestPlatform): Promise<Run> {
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  const ctx = {
    platform,
    sources: await openSources(platform.db),
    ids,
    rules: openRuleBook(platform.db),
    known: new KnownIdentities(),
  }
  const stats = new PipelineStats()
  return {
    ctx,
    async resolve({ from, to }) {
      const records = platform.log.read(from, { maxRecords: to - from, maxBytes: Infinity })
      const events = records.flatMap((record) => readRecord(record).events)
      const batch = newBatch({ from, to, resolved: false }, { events, reconsider: [] })
      await runBatch(resolveSteps, batch, ctx, stats)
      return batch
    },
    store: (batch, steps = [...storeSteps, ...publishSteps]) => runBatch(steps, batch, ctx, stats),
  }
}

/** The warehouse stops answering just before it is given something for this table. */
async function storeAllBut({ ctx, resolve, store }: Run, table: string): Promise<void> {
  const { warehouse } = ctx.platform
  const batch = await resolve({ from: 1, to: 2 })
  ctx.platform = {
    ...ctx.platform,
    warehouse: {
      ...warehouse,
      insert: async (name, rows, token) =>
        name === table ? Promise.reject(new Error('gone')) : warehouse.insert(name, rows, token),
    },
  }
  await expect(store(batch)).rejects.toThrow('gone')
}

async function readAll({ db, warehouse }: TestPlatform) {
  const table = async (query: string) => (await sql.raw<Record<string, unknown>>(query).execute(db)).rows
  const identifiers = await table(
    'select id, type, value, person_id, first_seen, state, traits from identifiers order by id',
  )
  return {
    events: await warehouse.rows<{ message_id: string }>('select * from events order by message_id, type'),
    dropped: await warehouse.rows<{ reason: string }>(
      'select * from dropped_events order by reason, message_id',
    ),
    copies: await warehouse.rows('select * from people final order by person_id'),
    overrides: await Promise.all(
      identifiers.map(({ id }) =>
        warehouse.rows(`select joinGet('identity_overrides', 'person_id', {id:UUID}) as person`, { id }),
      ),
    ),
    identifiers,
    links: await table('select a, b, refusal, first_seen, message_id from identity_links order by a, b'),
    people: await table(
      'select id, name, email, traits, first_seen, last_seen, search, version from people order by id',
    ),
    companies: await table('select id, name, traits from companies order by id'),
    members: await table('select * from company_members order by identifier_id, company_id'),
    news: await table(`
      select (select jsonb_agg(p order by p) from jsonb_array_elements_text(payload -> 'people') as p) as people, payload -> 'gone' as gone
      from outbox where type = 'people.changed' order by id`),
    unfinished: await table('select * from pipeline_batches'),
  }
}
