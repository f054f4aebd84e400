import { sql } from 'kysely'
import type { EnrichmentLookup, EnrichmentProvider, EnrichmentProviderInput } from '../../model/enrichment.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Page } from '../../model/page.ts'
import { createFirstAccess, registerAccess } from '../access/index.ts'
import { registerCrmRoutes } from '../crm/index.ts'
import { registerPeopleRoutes } from '../people/index.ts'
import { publish, startProcessors } from '../platform/outbox/index.ts'
import {
  injectAs,
  openReceiver,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type Received,
  type Receiver,
  type Respond,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerSegmentRoutes } from '../segments/index.ts'
import { enrichmentProcessors, registerEnrichmentRoutes } from './index.ts'
import { settleEnrichment } from './lookups/start-lookups.ts'

const KEY = 'a-key-with-every-permission'

export type TestEnrichment = {
  platform: TestPlatform
  api: Api
  /** The API as a key with these permissions sees it. */
  apiWith(scopes: string[]): Promise<Api>
  /** The provider's server; it answers as was said last. */
  receiver: Receiver
  answer(
    respond: (request: Received) => { status?: number; body?: unknown; headers?: Record<string, string> },
  ): void
  /** A provider of people, on, that asks by e-mail address for a title. */
  provider(change?: Partial<EnrichmentProviderInput>, definition?: JsonObject): Promise<EnrichmentProvider>
  person(traits: JsonObject): Promise<string>
  company(name: string, traits?: JsonObject): Promise<string>
  /** Asks what waits to be asked. */
  settle(): Promise<void>
  lookups(query?: string): Promise<EnrichmentLookup[]>
  /** Publishes news, and waits until they were taken in. */
  tell(type: string, payload: JsonObject): Promise<void>
  close(): Promise<void>
}

/** Opens the API, a provider's server and the processor; what waits is asked when a test says so. */
export async function openTestEnrichment(engine: Engine): Promise<TestEnrichment> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  const { mail } = registerAccess(app, platform, {})
  await createFirstAccess(platform, { apiKey: KEY })
  registerPeopleRoutes(app, platform, { lastSeenOf: async () => new Map(), forgetCallers: () => undefined })
  registerCrmRoutes(app, platform, { mail })
  registerSegmentRoutes(app, platform, { allowPrivate: true })
  registerEnrichmentRoutes(app, platform, { allowPrivate: true })
  const api = injectAs(app, KEY)
  let respond: Respond = (response) => void response.end('{}')
  const receiver = await openReceiver((response, request) => respond(response, request))
  const processors = startProcessors(platform, enrichmentProcessors)
  const made = async <Body extends { id: string }>(path: string, input: object): Promise<Body> => {
    const { status, body } = await api.post<Body>(`/api/v1/${path}`, input)
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    platform,
    api,
    receiver,
    async apiWith(scopes) {
      const { body } = await api.post<{ key: string }>('/api/v1/api-keys', { name: scopes.join(), scopes })
      return injectAs(app, body.key)
    },
    answer(say) {
      receiver.requests.length = 0
      respond = (response, request) => {
        const { status = 200, body = {}, headers = {} } = say(request)
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
      }
    },
    async provider(change = {}, definition = {}) {
      await sql`update enrichment_providers set deleted_at = now(), enabled = false`.execute(platform.db)
      return made('enrichment-providers', inputFor(receiver.url, change, definition))
    },
    person: async (traits) => (await made('people', { name: 'Somebody', ...split(traits) })).id,
    company: async (name, traits = {}) => (await made('companies', { name, traits })).id,
    settle: () => settleEnrichment(platform, { allowPrivate: true }),
    async lookups(query = '') {
      return (await api.get<Page<EnrichmentLookup>>(`/api/v1/enrichment-lookups?${query}`)).body.data
    },
    async tell(type, payload) {
      await publish(platform.db, [{ type, payload }])
      await processors.idle()
    },
    async close() {
      await processors.stop()
      await receiver.close()
      await app.close()
      await platform.close()
    },
  }
}

function split({ email, ...traits }: JsonObject) {
  return { ...(email !== undefined && { email }), traits }
}

function inputFor(
  url: string,
  change: Partial<EnrichmentProviderInput>,
  definition: JsonObject,
): EnrichmentProviderInput {
  return {
    name: 'Sage',
    object: 'person',
    enabled: true,
    secrets: { api_key: 'k-e-y' },
    ...change,
    definition: {
      request: {
        method: 'GET',
        url: `${url}/find?email={{ email }}`,
        headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
        body: null,
      },
      mapping: [
        { path: 'job.title', trait: 'title', type: 'text', when: 'always' },
        { path: 'city', trait: 'city', type: 'text', when: 'missing' },
      ],
      not_found: { statuses: [404], empty_path: null },
      cache_days: 30,
      limits: { per_day: null, per_month: null },
      price: { amount: 0.1, currency: 'EUR' },
      consent: null,
      automatic: { who: 'nobody', segment_id: null },
      ...definition,
    },
  }
}
