import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { engines, openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { byStrength, identifierIds } from './identity/identifiers.ts'
import { advanceIdentityVersion, KnownIdentities } from './identity/known-identities.ts'
import { resolveGroup, type GroupLink, type GroupNode } from './identity/resolve-group.ts'
import { defaultRules } from './identity/rules.ts'
import { recordFacts, type Fact } from './record-facts.ts'

const ids = identifierIds(Buffer.alloc(32, 7))
const SOURCE = '00000000-0000-4000-8000-00000000000a'

type Said = { names: string[]; at: number; traits: JsonObject | null; group: string | null }

function factOf(said: Said, index: number): Fact {
  const identifiers = [...new Set(said.names)]
    .map((name) => {
      const [type = '', value = ''] = name.split(':')
      return { id: ids.of(type, value), type, value }
    })
    .sort(byStrength(defaultRules))
  return {
    identifiers,
    at: said.at,
    sourceId: SOURCE,
    messageId: `m${index}`,
    traits: said.traits,
    company: said.group
      ? { id: ids.of('group_id', said.group), groupId: said.group, traits: said.traits }
      : null,
  }
}

const names = ['user_id', 'email', 'anonymous_id'].flatMap((type) =>
  ['a', 'b', 'c', 'd'].map((value) => `${type}:${value}`),
)
const said = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
  at: fc.integer({ min: 1_000, max: 60_000 }),
  traits: fc.option(
    fc.dictionary(fc.constantFrom('name', 'plan', 'city'), fc.constantFrom('x', 'y', 3, null), {
      maxKeys: 2,
    }),
  ),
  group: fc.option(fc.constantFrom('g1', 'g2'), { freq: 3 }),
})

describe.each(engines)('recording facts on the %s engine', (engine) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
  })
  afterAll(() => platform.close())

  const workers = [new KnownIdentities(), new KnownIdentities()]
  /** Two workers take turns, each with a memory of its own. */
  const record = async (facts: Fact[], version: number, worker = 0) => {
    const known = workers[worker]!
    const { learned, ...changes } = await platform.db
      .transaction()
      .execute((trx) => recordFacts(trx, facts, { rules: defaultRules, known, version }))
    known.keep(learned)
    return changes
  }

  it('gives the same people, traits and companies in any order, in any batches, with any duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 14 }),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        async (all, dice) => {
          const facts = all.map(factOf)
          await forget(platform)
          await record(facts, 1)
          const together = await everything(platform)

          await forget(platform)
          const shuffled = facts
            .map((fact, index) => ({ fact, key: dice[index]! }))
            .sort((x, y) => x.key - y.key)
            .map(({ fact }) => fact)
          for (let at = 0, batch = 1; at < shuffled.length; batch++) {
            const size = 1 + (dice[20 + (batch % 20)]! % 3)
            await record(shuffled.slice(at, at + size), batch, dice[batch]! % workers.length)
            at += size
          }
          expect(await everything(platform)).toEqual(together)
          expect(together.people).toEqual(await recomputed(platform))
        },
      ),
      { numRuns: engine === 'embedded' ? 60 : 25 },
    )
  }, 120_000)

  it('keeps an id that was merged away as another name of the person', async () => {
    await forget(platform)
    const visitor = factOf({ names: ['anonymous_id:v'], at: 10, traits: null, group: null }, 1)
    const buyer = factOf({ names: ['email:v@x.com'], at: 20, traits: { name: 'Vera' }, group: null }, 2)
    await record([visitor, buyer], 1)
    const changes = await record(
      [factOf({ names: ['email:v@x.com', 'anonymous_id:v'], at: 30, traits: null, group: null }, 3)],
      2,
    )
    expect(changes.gone).toEqual([{ from: buyer.identifiers[0]?.id, to: visitor.identifiers[0]?.id }])
    const { rows } = await sql<{ name: string }>`
      select p.name from identifiers i join people p on p.id = i.person_id where i.id = ${buyer.identifiers[0]?.id}`.execute(
      platform.db,
    )
    expect(rows).toEqual([{ name: 'Vera' }])
  })
})

async function forget({ db }: TestPlatform): Promise<void> {
  await sql`truncate identifiers, identity_links, people, companies, company_members cascade`.execute(db)
  await db.transaction().execute(advanceIdentityVersion)
}

async function everything({ db }: TestPlatform) {
  const read = async (table: string) => (await sql.raw<JsonObject>(table).execute(db)).rows
  return {
    people: await read('select id as identifier, person_id, state from identifiers order by id'),
    rows: await read('select id, name, email, traits, first_seen from people order by id'),
    refusals: await read('select a, b, refusal, first_seen, message_id from identity_links order by a, b'),
    companies: await read('select id, traits from companies order by id'),
    members:
      await read(`select i.person_id, m.company_id from company_members m join identifiers i on i.id = m.identifier_id
                         group by 1, 2 order by 1, 2`),
  }
}

/** The people as a full recomputation from all evidence gives them. */
async function recomputed({ db }: TestPlatform) {
  const nodes = (
    await sql<{
      id: string
      type: string
      at: Date
    }>`select id, type, first_seen as at from identifiers order by id`.execute(db)
  ).rows
  const links = (
    await sql<{ a: string; b: string; at: Date }>`select a, b, first_seen as at from identity_links`.execute(
      db,
    )
  ).rows
  const resolution = resolveGroup(
    nodes.map(({ id, type, at }): GroupNode => ({ id, type, firstSeen: at.getTime(), state: 'normal' })),
    links.map(({ a, b, at }): GroupLink => ({ a, b, firstSeen: at.getTime() })),
    defaultRules,
  )
  return nodes.map(({ id }) => ({
    identifier: id,
    person_id: resolution.personOf.get(id),
    state: resolution.stateOf.get(id),
  }))
}
