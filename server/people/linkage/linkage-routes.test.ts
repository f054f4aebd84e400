import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../model/json.ts'
import type {
  AutomaticLinking,
  LinkageAccuracy,
  LinkageModel,
  LinkagePair,
  LinkageRun,
  LinkageSettings,
} from '../../../model/linkage.ts'
import type { Page } from '../../../model/page.ts'
import { everyAction, type Grants } from '../../../model/rights.ts'
import type { SimilarPerson, SimilarQuery } from '../../../model/similar-people.ts'
import { createFirstAccess, registerAccess, systemActor } from '../../access/index.ts'
import { publish, startProcessors } from '../../platform/outbox/index.ts'
import {
  engines,
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type TestPlatform,
} from '../../platform/testing/index.ts'
import { linkAutomatically } from './automatic/link-automatically.ts'
import { addLinkageRoutes } from './routes.ts'
import { listPairs } from './review/list-pairs.ts'
import { createRandom } from './engine/random.ts'
import { linkageProcessors } from './processors.ts'
import { listProposals } from './proposals.ts'
import { findSimilar } from './similar/find-similar.ts'
import { runWaiting } from './runs/jobs.ts'
import { matchTouched as compareTouched } from './runs/match-people.ts'
import { matchTouched } from './touched/match-touched.ts'

const KEY = 'a-key-with-every-permission'
const FORENAMES = [
  'Ada',
  'Grace',
  'Alan',
  'Edsger',
  'Barbara',
  'Donald',
  'Tony',
  'Niklaus',
  'John',
  'Frances',
]
const SURNAMES = [
  'Lovelace',
  'Hopper',
  'Turing',
  'Dijkstra',
  'Liskov',
  'Knuth',
  'Hoare',
  'Wirth',
  'Backus',
  'Allen',
]
const CITIES = ['London', 'Paris', 'Bern', 'Oslo', 'Rome']

const random = createRandom(11)
const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? ''
const digit = (most: number) => 1 + Math.floor(random() * most)

/** A hundred people, of whom every fifth is there a second time with a slip of the pen. */
const everybody = Array.from({ length: 100 }, (_, index): JsonObject[] => {
  const first_name = pick(FORENAMES)
  const last_name = pick(SURNAMES) + pick(['', 'man', 'son', 'berg', 'ski'])
  const birthday = `19${20 + digit(70)}-0${digit(9)}-${9 + digit(18)}`
  const email = `${first_name}.${last_name}${digit(99)}@example.com`.toLowerCase()
  const traits = { first_name, last_name, birthday, email, address: { city: pick(CITIES) } }
  return index % 5 === 0 ? [traits, { ...traits, last_name: `${last_name}e`, email: '' }] : [traits]
}).flat()

const plainly = ({ first_name, last_name, email }: JsonObject) => ({
  name: `${String(first_name)} ${String(last_name)}`,
  email: String(email),
})

describe.each(engines)('looking for duplicates on the %s engine', (engine) => {
  let platform: TestPlatform
  let api: Api
  let close: () => Promise<void>
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    const app = await openTestHttp()
    registerAccess(app, platform, {})
    addLinkageRoutes(app, platform, () => Promise.resolve(new Map()))
    await createFirstAccess(platform, { apiKey: KEY })
    api = injectAs(app, KEY)
    close = async () => {
      await app.close()
      await platform.close()
    }
    const rows = everybody.map((traits) => ({
      id: randomUUID(),
      traits,
      name: [traits['first_name'], traits['last_name']].join(' '),
    }))
    await sql`
      insert into people (id, name, email, search, traits, first_seen, last_seen)
      select id, name, nullif(traits ->> 'email', ''), lower(concat_ws(' ', name, traits ->> 'email')), traits, now(), now() from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (id uuid, name text, traits jsonb)`.execute(platform.db)
    await sql`
      insert into identifiers (id, type, value, person_id, first_seen)
      select id, 'user_id', id::text, id, now() from people`.execute(platform.db)
  })
  afterAll(() => close())

  const pairs = async (query = '') =>
    (await api.get<Page<LinkagePair>>(`/api/v1/linkage/pairs?limit=1000${query}`)).body

  it('says that nothing was learned before the first run', async () => {
    expect((await api.get('/api/v1/linkage/model')).status).toBe(404)
    expect(await pairs()).toEqual({ data: [], next: null })
  })

  const similar = async (known: SimilarQuery) =>
    (await api.post<{ data: SimilarPerson[] }>('/api/v1/people/similar', known)).body.data

  it('names, before that, who has almost the same name as somebody new, and who has the address', async () => {
    const { name, email } = plainly(everybody[2]!)
    expect((await similar({ name: `${name}x` }))[0]).toMatchObject({
      name,
      probability: null,
      because: ['name'],
    })
    await sql`
      insert into identifiers (id, type, value, person_id, first_seen)
      select gen_random_uuid(), 'email', email, id, now() from people where email = ${email}`.execute(
      platform.db,
    )
    expect(await similar({ email: email.toUpperCase() })).toMatchObject([{ name, email, because: ['email'] }])
    expect(await similar({ name: 'Nobody Whatsoever' })).toEqual([])
    expect((await api.post('/api/v1/people/similar', {})).status).toBe(400)
  })

  it('finds the twenty that are there twice, with reasons that add up', async () => {
    const { status, body: run } = await api.post<LinkageRun>('/api/v1/linkage/runs')
    expect(status).toBe(202)
    expect((await api.post<LinkageRun>('/api/v1/linkage/runs')).body.id).toBe(run.id)
    await runWaiting(platform)
    const done = (await api.get<LinkageRun>(`/api/v1/linkage/runs/${run.id}`)).body
    expect(done).toMatchObject({ state: 'done', step: 'done', people: 120, error: null })
    const { data } = await pairs('&state=proposed')
    const isCopy = ({ evidence: { comparisons } }: LinkagePair) =>
      comparisons.some(({ name, left, right }) => name === 'birthday' && left === right) &&
      comparisons.some(
        ({ name, left, right }) => name === 'last_name' && (left === `${right}e` || right === `${left}e`),
      )
    expect(data.filter(isCopy)).toHaveLength(20)
    for (const { evidence, weight } of data) {
      const parts = evidence.comparisons.map((part) => part.weight + part.adjustment)
      expect(parts.reduce((sum, part) => sum + part, evidence.prior)).toBeCloseTo(weight, 6)
    }
    expect(data[0]?.evidence.comparisons.map(({ name }) => name)).toContain('address.city')
  })

  it('says of somebody new how probably they are there already, as the run would', async () => {
    const { name, email } = plainly(everybody[2]!)
    const [first] = await similar({ name, email: email.replace('@', 'x@') })
    expect(first).toMatchObject({ name, email })
    expect(first?.probability).toBeGreaterThan(0)
    expect(first?.because.length).toBeGreaterThan(0)
    expect(await similar({ name: 'Nobody Whatsoever', email: 'nobody@elsewhere.example' })).toEqual([])
  })

  it('names nobody whom the caller does not get to see, and nothing by a hidden address', async () => {
    const { name, email } = plainly(everybody[2]!)
    const seen = (grants: Partial<Grants>, known: SimilarQuery) =>
      findSimilar(platform.db, { ...systemActor, grants: { ...systemActor.grants, ...grants } }, known)
    expect(await seen({ rights: { '*': everyAction('none') } }, { name, email })).toEqual([])
    expect(await seen({ fields: { people: { email: 'hidden' } } }, { email })).toEqual([])
    expect((await seen({ fields: { people: { email: 'hidden' } } }, { name }))[0]?.email ?? null).toBeNull()
  })

  it('lists pairs page by page, the most probable first', async () => {
    const all = (await pairs()).data
    const read: LinkagePair[] = []
    for (let cursor = ''; ;) {
      const { body } = await api.get<Page<LinkagePair>>(`/api/v1/linkage/pairs?limit=40${cursor}`)
      read.push(...body.data)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(read).toEqual(all)
    expect(all.map(({ weight }) => weight)).toEqual(all.map(({ weight }) => weight).toSorted((a, b) => b - a))
  })

  it('shows what was learned: agreement in a rare value says more', async () => {
    const { body } = await api.get<LinkageModel>('/api/v1/linkage/model')
    const bitsOf = (name: string) => body.comparisons.find((one) => one.name === name)?.levels[0]?.weight ?? 0
    expect(bitsOf('birthday')).toBeGreaterThan(bitsOf('address.city'))
    expect(body.people).toBe(120)
  })

  const touch = async (...ids: string[]) => {
    await publish(platform.db, [
      { type: 'people.changed', payload: { people: ids, profiles: ids, gone: [] } },
    ])
    const processors = startProcessors(platform, linkageProcessors)
    await processors.idle()
    await processors.stop()
  }
  const waiting = async () => (await sql`select from linkage_touched`.execute(platform.db)).rows.length

  it('gives those who changed, compared with all by what was learned, the pairs of the whole run', async () => {
    const before = (await pairs()).data
    const { rows } = await sql<{ id: string }>`select id from people order by id`.execute(platform.db)
    const some = rows.filter((_, index) => index % 3 === 0).map(({ id }) => id)
    // What the comparison does not find again is taken away, so that these would be missed.
    await sql`update linkage_pairs set weight = 0, probability = 0.5, state = 'waiting'
      where a = any(${some}::uuid[]) or b = any(${some}::uuid[])`.execute(platform.db)
    await touch(...some)
    expect(await matchTouched(platform, compareTouched)).toBe(some.length)
    const plain = ({ updated_at: _, ...pair }: LinkagePair) => pair
    expect((await pairs()).data.map(plain)).toEqual(before.map(plain))
    expect(await waiting()).toBe(0)
    expect(await matchTouched(platform, compareTouched)).toBe(0)
  })

  it('proposes who is new without another run, and takes the pair away when they turn out another', async () => {
    const id = randomUUID()
    const tell = async (traits: JsonObject) => {
      await sql`
        insert into people (id, name, traits, first_seen, last_seen)
        values (${id}::uuid, 'New', ${JSON.stringify(traits)}::jsonb, now(), now())
        on conflict (id) do update set traits = excluded.traits`.execute(platform.db)
      await touch(id)
    }
    const own = async () => (await pairs()).data.filter(({ a, b }) => a.id === id || b.id === id)
    const twin = everybody[3]!
    await tell(twin)
    // Somebody changes while they are compared: what was found is of no use, and they wait for the next time.
    await matchTouched(platform, async (task) => {
      await touch(id)
      return compareTouched(task)
    })
    expect([(await own()).length, await waiting()]).toEqual([0, 1])
    await matchTouched(platform, compareTouched)
    const [pair] = await own()
    expect(pair?.probability).toBeGreaterThan(0.99)
    expect((await pairs(`&person=${id}`)).data.map((one) => one.id)).toContain(pair?.id)
    const { rows: others } = await sql<{ id: string }>`
      select id from people where id <> all(${[pair?.a.id, pair?.b.id]}::uuid[]) limit 1`.execute(platform.db)
    expect((await pairs(`&person=${others[0]?.id}`)).data.map((one) => one.id)).not.toContain(pair?.id)
    expect((await api.get('/api/v1/linkage/pairs?person=somebody')).status).toBe(400)
    expect(pair?.evidence.comparisons.find(({ name }) => name === 'birthday')?.left).toBe(twin['birthday'])
    await tell({ first_name: 'Xaver', last_name: 'Quill', birthday: '2001-01-01' })
    await matchTouched(platform, compareTouched)
    expect(await own()).toEqual([])
    await sql`delete from people where id = ${id}::uuid`.execute(platform.db)
  })

  it('keeps what a reviewer decides through the next run, measures the model by it, and proposes it', async () => {
    const [first, second, third] = (await pairs('&state=proposed')).data
    const decide = (pair: LinkagePair | undefined, decision: string) =>
      api.post<LinkagePair>(`/api/v1/linkage/pairs/${pair?.id}/decision`, { decision })
    expect((await decide(first, 'same')).body.state).toBe('same')
    await decide(second, 'different')
    await decide(third, 'unsure')
    expect((await decide(first, 'perhaps')).status).toBe(400)
    await api.post('/api/v1/linkage/runs')
    await runWaiting(platform)
    expect((await pairs('&state=same')).data.map(({ a }) => a.id)).toEqual([first?.a.id])
    expect((await pairs('&state=different')).data.map(({ a }) => a.id)).toEqual([second?.a.id])
    const { body } = await api.get<LinkageAccuracy>('/api/v1/linkage/accuracy')
    expect(body).toMatchObject({ same: 1, different: 1 })
    const least = body.data.at(-1)
    expect(least).toMatchObject({ same: 1, different: 1, precision: { share: 0.5 }, recall: { share: 1 } })
    expect(least?.open).toBe((await pairs()).data.length)
    // Wilson's interval for one of two, and for one of one.
    expect(least?.precision?.least).toBeCloseTo(0.0945, 3)
    expect(least?.recall?.least).toBeCloseTo(0.2065, 3)
    expect(body.data.map(({ weight }) => weight)).toEqual(
      body.data.map(({ weight }) => weight).toSorted((a, b) => b - a),
    )
    const proposed = await listProposals(platform.db, [first?.a.id, second?.a.id].map(String))
    const decided = proposed.filter((one) => one.decided)
    expect(decided.map((one) => ({ a: one.a, decided: true }))).toEqual([{ a: first?.a.id, decided: true }])
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from audit_log where action = 'linkage.decided'`.execute(platform.db)
    expect(rows[0]?.count).toBe(3)
  })

  it('makes of what is decided a decision about who is who, and takes both back', async () => {
    const inForce = async () => {
      const { rows } = await sql<{ kind: string }>`
        select kind from identity_decisions where revoked_at is null order by kind`.execute(platform.db)
      return rows.map(({ kind }) => kind)
    }
    expect(await inForce()).toEqual(['different', 'same'])
    const [same] = (await pairs('&state=same')).data
    const path = `/api/v1/linkage/pairs/${same?.id}/decision`
    expect((await api.post(path, { decision: 'same' })).status).toBe(200)
    expect((await api.post(path, { decision: 'different' })).status).toBe(409)
    expect((await api.delete(path)).status).toBe(200)
    expect(await inForce()).toEqual(['different'])
    expect((await api.get<LinkagePair>(`/api/v1/linkage/pairs/${same?.id}`)).body.state).toBe('proposed')
    expect((await api.delete(path)).status).toBe(409)
    expect((await api.get<LinkageAccuracy>('/api/v1/linkage/accuracy')).body).toMatchObject({ same: 0 })
  })

  it('shows no pair of two who have become one meanwhile', async () => {
    const [pair] = (await pairs('&state=proposed')).data
    await sql`update identifiers set person_id = ${pair?.a.id}::uuid where id = ${pair?.b.id}::uuid`.execute(
      platform.db,
    )
    expect((await pairs()).data.map(({ id }) => id)).not.toContain(pair?.id)
    await sql`update identifiers set person_id = id where id = ${pair?.b.id}::uuid`.execute(platform.db)
    expect((await pairs()).data.map(({ id }) => id)).toContain(pair?.id)
  })

  it('drops the pairs of somebody who has become another person', async () => {
    const [pair] = (await pairs('&state=proposed')).data
    const payload = {
      people: [String(pair?.a.id)],
      gone: [{ from: String(pair?.b.id), to: String(pair?.a.id) }],
    }
    await publish(platform.db, [{ type: 'people.changed', payload }])
    const processors = startProcessors(platform, linkageProcessors)
    await processors.idle()
    await processors.stop()
    expect((await api.get(`/api/v1/linkage/pairs/${pair?.id}`)).status).toBe(404)
  })

  it('suggests settings, keeps those that were changed, and refuses what does not fit together', async () => {
    const { body } = await api.post<{ settings: LinkageSettings }>('/api/v1/linkage/settings/suggestion')
    expect(body.settings.fields.flatMap(({ columns }) => columns)).toContain('birthday')
    const changed = { ...body.settings, linkAt: 0.9, askAt: 0.4 }
    expect((await api.put('/api/v1/linkage/settings', { settings: changed })).status).toBe(200)
    expect((await api.get<{ settings: LinkageSettings }>('/api/v1/linkage/settings')).body.settings).toEqual(
      changed,
    )
    const askLater = { ...changed, askAt: 0.95 }
    expect((await api.put('/api/v1/linkage/settings', { settings: askLater })).status).toBe(400)
    const unknown = { ...changed, blocking: [[{ field: 'shoe', part: 'whole' }]] }
    expect((await api.put('/api/v1/linkage/settings', { settings: unknown })).status).toBe(400)
    await api.put('/api/v1/linkage/settings', { settings: null })
  })

  it('links the surest once somebody allows it, within the rules, and never again what was taken back', async () => {
    const settled = () => Promise.resolve(new Map<string, number>())
    const effect = async () => (await api.get<AutomaticLinking>('/api/v1/linkage/automatic')).body
    const from = 0.9
    expect((await effect()).from).toBe(0.99)
    await api.put('/api/v1/linkage/automatic', { on: false, from })
    const before = await effect()
    // Each has a user id, and the rules allow one a person.
    expect(before).toMatchObject({ on: false, pairs: 0, linked: 0, examples: [] })
    expect(before.held_back).toBeGreaterThan(5)
    await sql`update identifiers set type = 'email'`.execute(platform.db)
    const now = await effect()
    expect(now).toMatchObject({ pairs: before.held_back, held_back: 0 })
    expect(now.examples).toHaveLength(5)
    expect(await linkAutomatically(platform, settled)).toBe(0)
    expect((await api.put('/api/v1/linkage/automatic', { on: true, from })).status).toBe(200)
    const linked = await linkAutomatically(platform, settled)
    expect(linked).toBeGreaterThan(0)
    expect((await effect()).linked).toBe(linked)
    const { rows } = await sql<{ reason: string }>`
      select reason from identity_decisions where decided_by = 'Matching' limit 1`.execute(platform.db)
    expect(rows[0]?.reason).toMatch(/^Matched automatically, probability (0\.9|1\.0)/)
    expect((await api.get<LinkageAccuracy>('/api/v1/linkage/accuracy')).body).toMatchObject({ same: 0 })
    const [one] = (await pairs('&state=same')).data
    const back = await api.delete(`/api/v1/linkage/pairs/${one?.id}/decision`)
    expect(back).toMatchObject({ status: 200 })
    expect((await api.get<LinkagePair>(`/api/v1/linkage/pairs/${one?.id}`)).body.state).toBe('unsure')
    await linkAutomatically(platform, settled)
    expect((await api.get<LinkagePair>(`/api/v1/linkage/pairs/${one?.id}`)).body.state).toBe('unsure')
    await api.put('/api/v1/linkage/automatic', { on: false })
  })

  it('says how much a hidden trait spoke for two, and not what it is', async () => {
    const rules = { people: { email: 'hidden', birthday: 'hidden' } } as const
    const caller = { ...systemActor, grants: { ...systemActor.grants, fields: rules } }
    const { data } = await listPairs(platform.db, caller, {
      state: 'unsure',
      sort: '-probability',
      limit: 10,
    })
    const [pair] = data
    expect(pair?.a.email).toBeNull()
    const birthday = pair?.evidence.comparisons.find(({ name }) => name === 'birthday')
    expect(birthday).toMatchObject({ left: null, right: null })
    expect(birthday?.weight).toBeGreaterThan(0)
    expect(pair?.evidence.comparisons.some(({ left }) => left !== null)).toBe(true)
  })
})
