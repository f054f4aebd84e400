import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { createdDestination, Delivery, destinationInput } from '../../model/destination.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Page } from '../../model/page.ts'
import { createFirstAccess, registerAccess } from '../access/index.ts'
import { defaultRules, identifierIds, KnownIdentities, recordFacts } from '../people/index.ts'
import { publish, startProcessors } from '../platform/outbox/index.ts'
import {
  injectAs,
  openReceiver,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type Receiver,
  type Respond,
  type TestPlatform,
} from '../platform/testing/index.ts'
import type { Deliveries } from './deliver/start-deliveries.ts'
import { destinationProcessors, registerDestinationRoutes, startDeliveries } from './index.ts'

const KEY = 'a-key-with-every-permission'
const ids = identifierIds(Buffer.alloc(32, 7))

export type Created = z.infer<typeof createdDestination>
export type SegmentChange = { segmentId: string; segmentName: string; personId: string; initial?: boolean }

/** The API of this module, its processor at work, and receivers to send to; no loop runs until the test starts one. */
export type TestDestinations = {
  platform: TestPlatform
  api: Api
  /** The API as a key with these permissions sees it. */
  apiWith(scopes: string[]): Promise<Api>
  receiver(respond?: Respond): Promise<Receiver>
  add(
    input: Pick<z.input<typeof destinationInput>, 'url'> & Partial<z.input<typeof destinationInput>>,
  ): Promise<Created>
  /** A person of whom these identifiers (`user_id: 'u1'`) and traits are known; gives the id. */
  person(identifiers: Record<string, string>, traits?: JsonObject): Promise<string>
  /** Publishes that people entered segments, and waits until the messages are in the queue. */
  entered(...changes: Partial<SegmentChange>[]): Promise<void>
  left(...changes: Partial<SegmentChange>[]): Promise<void>
  loop(options?: { allowPrivate: boolean }): Deliveries
  deliveries(query?: string): Promise<Delivery[]>
  /** Stops loops and receivers, removes all destinations, sets the clock right. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** How long `expect.poll` waits: a busy machine takes its time. */
export const patiently = { timeout: 20_000 }

/** Opens it on an engine. */
export async function openTestDestinations(engine: Engine): Promise<TestDestinations> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  registerAccess(app, platform, {})
  await createFirstAccess(platform, { apiKey: KEY })
  registerDestinationRoutes(app, platform, { allowPrivate: true })
  const api = injectAs(app, KEY)
  const segments = startSegmentNews(platform)
  const running: { stop(): Promise<void> }[] = []
  return {
    platform,
    api,
    ...segments,
    async apiWith(scopes) {
      const { body } = await api.post<{ key: string }>('/api/v1/api-keys', { name: scopes.join(), scopes })
      return injectAs(app, body.key)
    },
    async receiver(respond) {
      const made = await openReceiver(respond)
      running.push({ stop: made.close })
      return made
    },
    async add(input) {
      return (await api.post<Created>('/api/v1/destinations', { name: 'Hook', ...input })).body
    },
    person: (identifiers, traits = {}) => recordPerson(platform, identifiers, traits),
    loop(options = { allowPrivate: true }) {
      const made = startDeliveries(platform, options)
      running.push(made)
      return made
    },
    async deliveries(query = '') {
      return (await api.get<Page<Delivery>>(`/api/v1/deliveries?limit=1000&${query}`)).body.data
    },
    async reset() {
      await Promise.all(running.splice(0).map((one) => one.stop()))
      await sql`delete from destinations`.execute(platform.db)
      platform.clock.set(Date.now())
    },
    async close() {
      await segments.stop()
      await app.close()
      await platform.close()
    },
  }
}

/** Stands in for the segments, which publish such news; the processor under test takes them in. */
function startSegmentNews(platform: TestPlatform) {
  const processors = startProcessors(platform, destinationProcessors)
  const tell =
    (type: string) =>
    async (...changes: Partial<SegmentChange>[]) => {
      const at = new Date(platform.clock.now()).toISOString()
      const news = changes.map((change) => ({
        type,
        payload: { segmentId: randomUUID(), segmentName: 'A segment', personId: randomUUID(), at, ...change },
      }))
      await publish(platform.db, news)
      await processors.idle()
    }
  return { entered: tell('segment.entered'), left: tell('segment.left'), stop: processors.stop }
}

async function recordPerson(
  { db, clock }: TestPlatform,
  named: Record<string, string>,
  traits: JsonObject,
): Promise<string> {
  const identifiers = Object.entries(named).map(([type, value]) => ({ id: ids.of(type, value), type, value }))
  const fact = {
    identifiers,
    at: clock.now(),
    sourceId: randomUUID(),
    messageId: randomUUID(),
    traits,
    company: null,
  }
  const { people } = await db
    .transaction()
    .execute((trx) =>
      recordFacts(trx, [fact], { rules: defaultRules, known: new KnownIdentities(), version: clock.now() }),
    )
  const [id] = people
  if (id === undefined) throw new Error('The fact names nobody.')
  return id
}
