import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { Page } from '../../model/page.ts'
import type { SegmentMember } from '../../model/segment-membership.ts'
import type { Segment, SegmentInput } from '../../model/segment.ts'
import { createFirstAccess, registerAccess } from '../access/index.ts'
import { storeEvents, type EventRow } from '../events/index.ts'
import {
  byStrength,
  defaultRules,
  identifierIds,
  KnownIdentities,
  recordFacts,
  type Fact,
  type IdentifierIds,
  type PeopleChanges,
} from '../people/index.ts'
import type { App } from '../platform/http/index.ts'
import { publish, startProcessors } from '../platform/outbox/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerSegmentRoutes, segmentProcessors } from './index.ts'
import { buildWaiting } from './jobs.ts'
import { touchingNews } from './touched.ts'

const KEY = 'a-key-with-every-permission'
const NOBODY = '00000000-0000-0000-0000-000000000000'
const DAY_MS = 24 * 60 * 60 * 1000

/** What somebody did, known by identifiers such as `user_id:ada`; an event, or traits, or neither. */
export type Act = {
  who: string | string[]
  event?: string
  type?: string
  properties?: JsonObject
  traits?: JsonObject
  daysAgo?: number
  /** The company it was done for, and what became known of that. */
  company?: { group: string; traits?: JsonObject }
}

export type Told = { type: string; payload: JsonObject }

type Conditions = NonNullable<SegmentInput['definition']>['conditions']

/** The server with access and this module, and a short way for events past the pipeline of collect. */
export type TestSegments = {
  platform: TestPlatform
  api: Api
  /** The API as the holder of this key sees it. */
  apiAs(key: string): Api
  /** Reads an answer that is no JSON, or sends a file. */
  raw(url: string, file?: string): Promise<{ status: number; headers: OutgoingHttpHeaders; body: string }>
  /** Lets people act in one batch; everything about it is stored and published. */
  act(...acts: Act[]): Promise<void>
  /** Stores what people did without telling anybody yet; call what it gives for that. */
  store(...acts: Act[]): Promise<() => Promise<void>>
  /** Lets the processors work until there is nothing left to do. */
  catchUp(): Promise<void>
  /** Makes a segment of everybody who satisfies all conditions, and builds it. */
  build(conditions: Conditions, name?: string): Promise<Segment>
  /** The same of companies. */
  buildOfCompanies(conditions: Conditions, name?: string): Promise<Segment>
  find(id: string): Promise<Segment>
  /** The values of the identifiers by which its members are known, sorted. */
  members(id: string): Promise<string[]>
  idOf(who: string): string
  companyOf(group: string): string
  /** What was told of segments since it was last asked. */
  told(): Promise<Told[]>
  close(): Promise<void>
}

/** Opens it on an engine. */
export async function openTestSegments(engine: Engine): Promise<TestSegments> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  registerAccess(app, platform, {})
  registerSegmentRoutes(app, platform, { allowPrivate: true })
  await createFirstAccess(platform, { apiKey: KEY })
  const api = injectAs(app, KEY)
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  let version = 0
  const store = async (...acts: Act[]) => {
    // What is said later counts more, so it must not be said at the same moment.
    platform.clock.advance(1)
    return storeActs(platform, ids, { acts, version: ++version })
  }
  const catchUp = async () => {
    const processors = startProcessors(platform, segmentProcessors)
    await processors.idle()
    await processors.stop()
  }
  const find = async (id: string) => (await api.get<Segment>(`/api/v1/segments/${id}`)).body
  const build = async (definition: SegmentInput['definition'], name = 'Segment') => {
    // Whom an older transaction, of another test perhaps, keeps from being told of is left to the processor.
    await catchUp()
    const { status, body } = await api.post<Segment>('/api/v1/segments', { name, definition })
    if (status !== 201) throw new Error(`Making a segment answered ${status}: ${JSON.stringify(body)}`)
    await buildWaiting(platform)
    return find(body.id)
  }
  return {
    platform,
    api,
    apiAs: (key) => injectAs(app, key),
    raw: (url, file) => readRaw(app, url, file),
    store,
    find,
    async act(...acts) {
      const tell = await store(...acts)
      await tell()
    },
    catchUp,
    build: (conditions, name) => build({ conditions }, name),
    buildOfCompanies: (conditions, name) => build({ members: 'companies', conditions }, name),
    members: (id) => membersOf(platform, api, id),
    idOf: (who) => ids.of(...split(who)),
    companyOf: (group) => ids.of('group', group),
    told: () => takeNews(platform),
    async close() {
      await app.close()
      await platform.close()
    },
  }
}

async function readRaw(app: App, url: string, file?: string) {
  const headers = {
    authorization: `Bearer ${KEY}`,
    ...(file !== undefined && { 'content-type': 'text/csv' }),
  }
  const answer = await app.inject(
    file === undefined ? { url, headers } : { method: 'POST', url, headers, payload: file },
  )
  return { status: answer.statusCode, headers: answer.headers, body: answer.body }
}

async function storeActs(
  platform: TestPlatform,
  ids: IdentifierIds,
  { acts, version }: { acts: Act[]; version: number },
) {
  const { db, clock, warehouse } = platform
  const facts = acts.map((act) => factOf(act, ids, clock.now()))
  const changes = await db
    .transaction()
    .execute((trx) => recordFacts(trx, facts, { rules: defaultRules, known: new KnownIdentities(), version }))
  const rows = facts.flatMap((fact, index) => eventRow(acts[index], fact, changes))
  await storeEvents(warehouse, rows, randomUUID())
  const gone = changes.gone.map(({ from }) => ({
    person_id: from,
    traits: {},
    first_seen: 0,
    last_seen: 0,
    version,
    deleted: 1,
  }))
  await warehouse.insert('people', [
    ...changes.snapshots.map((row) => ({ ...row, version, deleted: 0 })),
    ...gone,
  ])
  const moved = changes.moved.map(({ identifierId, to }) => ({ identifier_id: identifierId, person_id: to }))
  await warehouse.insert('identity_overrides', moved)
  const payload = { people: changes.people, gone: changes.gone }
  return () => publish(db, [{ type: 'people.changed', payload }])
}

function factOf({ who, traits, company, daysAgo = 0 }: Act, ids: IdentifierIds, now: number): Fact {
  const [first, ...others] = [who]
    .flat()
    .map((one) => ({ id: ids.of(...split(one)), type: split(one)[0], value: split(one)[1] }))
    .sort(byStrength(defaultRules))
  if (!first) throw new Error('Somebody has to act.')
  return {
    identifiers: [first, ...others],
    at: now - daysAgo * DAY_MS,
    sourceId: NOBODY,
    messageId: randomUUID(),
    traits: traits ?? null,
    company: company
      ? { id: ids.of('group', company.group), groupId: company.group, traits: company.traits ?? null }
      : null,
  }
}

function eventRow(act: Act | undefined, fact: Fact, changes: PeopleChanges): EventRow[] {
  if (!act || (act.event === undefined && act.type === undefined)) return []
  const { event, type, properties = {} } = act
  const identifier = fact.identifiers[0]?.id ?? NOBODY
  return [
    {
      other_ids: [],
      identifier_id: identifier,
      timestamp: fact.at,
      received_at: fact.at,
      person_id: changes.personOf.get(identifier) ?? NOBODY,
      company_id: fact.company?.id ?? NOBODY,
      source_id: NOBODY,
      message_id: fact.messageId,
      type: type ?? 'track',
      event: event ?? '',
      user_id: '',
      anonymous_id: '',
      properties,
      context: {},
    },
  ]
}

function split(who: string): [type: string, value: string] {
  const [type = '', value = ''] = who.split(':')
  return [type, value]
}

async function membersOf({ db }: TestPlatform, api: Api, id: string): Promise<string[]> {
  const { body } = await api.get<Page<SegmentMember>>(`/api/v1/segments/${id}/members?limit=1000`)
  const { rows } = await sql<{ value: string }>`
    select value from identifiers where id = any(${body.data.map(({ person_id }) => person_id)}::uuid[]) order by value`.execute(
    db,
  )
  return rows.map(({ value }) => value)
}

async function takeNews({ db }: TestPlatform): Promise<Told[]> {
  const { rows } = await sql<Told & { id: number }>`
    with taken as (delete from outbox where type <> all(${[...touchingNews]}::text[]) returning id, type, payload)
    select * from taken order by id`.execute(db)
  return rows.map(({ type, payload }) => ({ type, payload }))
}
