import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  defaultIdentityRules,
  newIdentifierRule,
  type IdentityDraft,
  type IdentityRulesData,
  type IdentityRulesVersion,
} from '../../../model/identity-rules.ts'
import { systemActor } from '../../access/index.ts'
import { lastSeenOf, registerEventRoutes } from '../../events/index.ts'
import { registerPeopleRoutes, startRuleJobs } from '../../people/index.ts'
import { createHttp, type App } from '../../platform/http/index.ts'
import { startProcessors, type Processors } from '../../platform/outbox/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { recordedEvents } from '../record-processor.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

const LOOK_MS = 50

describe.each(engines)(
  'changing the rules of who is who on the %s engine',
  (engine) => {
    let platform: TestPlatform
    let collect: TestCollect
    let processors: Processors
    let jobs: { stop(): Promise<void> }
    let app: App
    beforeAll(async () => {
      platform = await openTestPlatform(engine)
      collect = await openTestCollect(platform)
      processors = startProcessors(platform, [recordedEvents])
      const lastSeen = (ids: string[]) => lastSeenOf(platform.warehouse, ids)
      jobs = startRuleJobs(platform, lastSeen)
      app = await createHttp({ logger: platform.logger, webFolder: null })
      app.addHook('onRequest', async (request) => {
        request.caller = systemActor
      })
      registerPeopleRoutes(app, platform, { lastSeenOf: lastSeen, forgetCallers: () => undefined })
      registerEventRoutes(app, platform)
    })
    afterAll(async () => {
      await jobs.stop()
      await processors.stop()
      await app.close()
      await collect.close()
      await platform.close()
    })

    let count = 0
    const send = async (...events: object[]) => {
      platform.clock.advance(90_000)
      const batch = events.map((event) => ({ messageId: `m-${++count}`, ...event }))
      expect((await sendBatch(collect.url, batch)).status).toBe(200)
      await collect.pipeline.idle()
    }
    const identify = (userId: string | null, traits: object) => ({
      type: 'identify',
      ...(userId ? { userId } : { anonymousId: `of-${JSON.stringify(traits)}` }),
      traits,
    })
    const call = async <Answer>(
      method: 'GET' | 'PUT' | 'POST' | 'DELETE',
      path: string,
      payload?: object,
    ) => {
      const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload && { payload }) })
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Answer>() }
    }
    const state = async () =>
      (await call<{ current: IdentityRulesVersion; draft: IdentityDraft | null }>('GET', '/identity-rules'))
        .body!
    const until = async <Value>(look: () => Promise<Value | null | false>): Promise<Value> => {
      for (;;) {
        const found = await look()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    }
    const draft = async (rules: IdentityRulesData) => {
      const before = (await state()).draft
      const saved = await call<IdentityDraft>('PUT', '/identity-rules/draft', {
        rules,
        revision: before?.revision ?? 0,
      })
      expect(saved.status).toBe(200)
      const { revision } = saved.body!
      expect((await call('POST', '/identity-rules/draft/evaluation', { revision })).status).toBe(202)
      return until(async () => {
        const { draft: now } = await state()
        return now?.state === 'evaluated' && now
      })
    }
    const applied = async (answer: { status: number; body: IdentityRulesVersion | null }) => {
      expect(answer.status).toBe(201)
      await until(async () => (await state()).current.progress.finished)
      await collect.pipeline.idle()
      return (await state()).current
    }
    const apply = async ({ revision }: IdentityDraft) =>
      applied(
        await call<IdentityRulesVersion>('POST', '/identity-rules/versions', { revision, note: 'a test' }),
      )
    const people = async (...values: string[]) => {
      const { rows } = await sql<{ value: string; person_id: string }>`
      select value, person_id from identifiers where value = any(${values})`.execute(platform.db)
      const of = new Map(rows.map(({ value, person_id }) => [value, person_id]))
      return values.map((value) => of.get(value))
    }
    /** How many clerks are one person with whoever has this address. */
    const clerksAt = async (email: string) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from identifiers me join identifiers i on i.person_id = me.person_id
        where me.value = ${email} and i.value like 'clerk-%'`.execute(platform.db)
      return rows[0]?.count
    }
    const everything = async () => {
      const read = async (query: string) => (await sql.raw<object>(query).execute(platform.db)).rows
      return {
        identifiers: await read('select id, person_id, state, traits from identifiers order by id'),
        links: await read('select a, b, refusal from identity_links order by a, b'),
        people: await read(
          'select id, name, email, traits, first_seen, last_seen, search from people order by id',
        ),
      }
    }
    const changed = (change: (rules: IdentityRulesData) => void): IdentityRulesData => {
      const rules = structuredClone(defaultIdentityRules)
      change(rules)
      return rules
    }
    const rule = (rules: IdentityRulesData, type: string) => rules.types.find((one) => one.type === type)!

    it('shows what a draft would change, changes it, and gives everything back when rolled back', async () => {
      await send(identify('ana', { email: 'ana@x.com', name: 'Ana' }))
      await send(identify('ana', { email: 'ana@work.com' }), identify('ben', { email: 'ben@x.com' }))
      const before = await everything()
      const strict = changed((rules) => (rule(rules, 'email').limit = 1))
      const evaluated = await draft(strict)
      expect(evaluated.effect).toMatchObject({
        split: { people: 1, into: 2 },
        merged: { people: 0, into: 0 },
      })
      const [ana] = await people('ana')
      expect(evaluated.effect?.examples).toEqual([
        { kind: 'split', person: { id: ana, name: 'Ana' }, into: expect.arrayContaining([['ana@work.com']]) },
      ])
      expect(await everything()).toEqual(before)

      const version = await apply(evaluated)
      expect(version).toMatchObject({ note: 'a test', rules: strict, progress: { regrouped: 1 } })
      const [user, home, work] = await people('ana', 'ana@x.com', 'ana@work.com')
      expect([home, work]).toEqual([user, (await people('ana@work.com'))[0]])
      expect(work).not.toBe(user)
      expect((await state()).draft).toBeNull()

      await applied(
        await call<IdentityRulesVersion>('POST', '/identity-rules/rollbacks', {
          to: version.version - 1,
          note: '',
        }),
      )
      expect(await everything()).toEqual(before)
      const timeline = await platform.warehouse.rows<{ count: number }>(
        `select count() as count from events where source_id = '00000000-0000-4000-8000-000000000001'`,
        {},
      )
      expect(timeline).toEqual([{ count: 0 }])
    })

    it('lets go of values that are blocked, and joins them again when they are not', async () => {
      await send(identify('cat', { email: 'noreply@shop.com' }))
      expect(new Set(await people('cat', 'noreply@shop.com')).size).toBe(1)
      const before = await everything()
      const evaluated = await draft(changed((rules) => rules.blocked.patterns.push('no-?reply@.*')))
      expect(evaluated.effect?.identifiers).toEqual({ blocked: 1, quarantined: 0, shared: 0, freed: 0 })
      const { version } = await apply(evaluated)
      expect(new Set(await people('cat', 'noreply@shop.com')).size).toBe(2)
      await send(identify('dan', { email: 'NoReply@shop.com' }))
      expect(new Set(await people('dan', 'noreply@shop.com')).size).toBe(2)
      await applied(await call('POST', '/identity-rules/rollbacks', { to: version - 1, note: '' }))
      const after = await everything()
      expect(after.links).toEqual(before.links)
      expect(new Set(await people('cat', 'noreply@shop.com')).size).toBe(1)
    })

    it('finds identifiers of an installation’s own types, in either spelling, and phones in any notation', async () => {
      const custom = changed((rules) => {
        rule(rules, 'phone').country = 'GB'
        rules.types.splice(
          1,
          0,
          newIdentifierRule({
            type: 'customer_id',
            limit: 1,
            normalise: 'lower_case',
            found: [{ in: 'properties', key: 'customer_id' }],
          }),
        )
      })
      await apply(await draft(custom))
      await send(
        { type: 'track', event: 'Paid', anonymousId: 'eve-laptop', properties: { customerId: 'C-77' } },
        { type: 'track', event: 'Paid', anonymousId: 'eve-phone', properties: { customer_id: 'c-77' } },
        identify(null, { phone: '020 7946 0958', email: 'fay@x.com' }),
        identify(null, { phone: '+44 20 79460958', name: 'Fay' }),
      )
      expect(new Set(await people('c-77', 'eve-laptop', 'eve-phone')).size).toBe(1)
      expect(await people('+442079460958')).toEqual(await people('fay@x.com'))
    })

    it('lets people decide about what is quarantined, for good', async () => {
      const users = Array.from({ length: 11 }, (_, index) =>
        identify(`clerk-${index}`, { email: 'info@shop.com' }),
      )
      await send(...users)
      expect(await clerksAt('info@shop.com')).toBe(0)
      const open = await call<{ data: { id: string; value: string; users: object }[] }>(
        'GET',
        '/connected-identifiers',
      )
      const [info] = open.body?.data ?? []
      expect(info).toMatchObject({ value: 'info@shop.com', users: { count: 11, more: false } })
      const review = `/connected-identifiers/${info?.id}/review`
      expect((await call('PUT', review, { verdict: 'normal' })).status).toBe(200)
      await until(async () => (await clerksAt('info@shop.com')) === 1)
      await send(identify('clerk-11', { email: 'info@shop.com' }))
      expect(await clerksAt('info@shop.com')).toBe(1)
      expect((await call('DELETE', review)).status).toBe(200)
      await until(async () => (await clerksAt('info@shop.com')) === 0)
    })

    it('goes on where it was when it was cut off, and comes to the same end', async () => {
      const names = Array.from({ length: 1_200 }, (_, index) => `many-${index}`)
      await send(...names.map((name) => identify(name, { email: `${name}@x.com` })))
      await send(...names.map((name) => identify(name, { email: `${name}@work.com` })))
      const before = (await state()).current.version
      const evaluated = await draft(changed((rules) => (rule(rules, 'email').limit = 1)))
      expect(evaluated.effect?.split.people).toBeGreaterThanOrEqual(1_200)
      await call('POST', '/identity-rules/versions', { revision: evaluated.revision })
      await until(async () => (await state()).current.progress.done > 0)
      await jobs.stop()
      jobs = startRuleJobs(platform, (ids) => lastSeenOf(platform.warehouse, ids))
      await until(async () => (await state()).current.progress.finished)
      const apart = async () => {
        const { rows } = await sql<{ people: number }>`
          select count(distinct person_id)::int as people from identifiers where value like 'many-%'`.execute(
          platform.db,
        )
        return rows[0]?.people
      }
      expect(await apart()).toBe(2_400)
      await applied(await call('POST', '/identity-rules/rollbacks', { to: before, note: '' }))
      expect(await apart()).toBe(1_200)
    })

    it('refuses to apply what nobody looked at, drafts of somebody else, and rules without sense', async () => {
      const rules = changed(({ types }) => types[1]!.limit++)
      const { body } = await call<IdentityDraft>('PUT', '/identity-rules/draft', {
        rules,
        revision: (await state()).draft?.revision ?? 0,
      })
      const revision = body?.revision ?? 0
      expect((await call('POST', '/identity-rules/versions', { revision })).status).toBe(409)
      expect((await call('PUT', '/identity-rules/draft', { rules, revision: revision - 1 })).status).toBe(409)
      const bad = changed(({ blocked }) => blocked.patterns.push('(a+)+'))
      expect((await call('PUT', '/identity-rules/draft', { rules: bad, revision })).status).toBe(400)
      const without = changed((all) => (all.types = all.types.filter(({ type }) => type !== 'email')))
      expect((await call('PUT', '/identity-rules/draft', { rules: without, revision })).status).toBe(400)
      expect((await call('DELETE', '/identity-rules/draft')).status).toBe(204)
    })
  },
  120_000,
)
