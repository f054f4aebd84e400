import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { engines, openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { retractCompanies } from './companies/retract-companies.ts'
import { byStrength, identifierIds } from './identity/identifiers.ts'
import { KnownIdentities } from './identity/known-identities.ts'
import { defaultRules } from './identity/rules.ts'
import { recordFacts, type Fact } from './record-facts.ts'
import { retractFacts } from './retract-facts.ts'
import { recordUndoable, type FactUndo } from './undoable-facts.ts'

const ids = identifierIds(Buffer.alloc(32, 7))
const LATER = 100_000
const PROPERTY_MS = 120_000

type Said = { names: string[]; at: number; traits: JsonObject | null; group: string | null }

const names = ['user_id', 'email', 'crm_id'].flatMap((type) =>
  ['a', 'b', 'c'].map((value) => `${type}:${value}`),
)
const said = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
  at: fc.integer({ min: 1_000, max: 60_000 }),
  traits: fc.option(
    fc.dictionary(fc.constantFrom('name', 'plan', 'city'), fc.constantFrom('x', 'y', 3), { maxKeys: 2 }),
  ),
  group: fc.option(fc.constantFrom('g1', 'g2'), { freq: 3 }),
})

function factOf({ names: named, at, traits, group }: Said, messageId: string): Fact {
  const identifiers = named.map((name) => {
    const [type = '', value = ''] = name.split(':')
    return { id: ids.of(type, value), type, value }
  })
  return {
    identifiers: identifiers.toSorted(byStrength(defaultRules)),
    at,
    sourceId: '00000000-0000-4000-8000-00000000000a',
    messageId,
    traits,
    company: group ? { id: ids.of('group_id', group), groupId: group, traits } : null,
  }
}

describe.each(engines)('taking facts back on the %s engine', (engine) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
  })
  afterAll(() => platform.close())

  const record = (facts: Fact[]) =>
    platform.db
      .transaction()
      .execute((trx) =>
        recordFacts(trx, facts, { rules: defaultRules, known: new KnownIdentities(), version: 1 }),
      )
  const recordOne = (fact: Fact) =>
    platform.db.transaction().execute(async (trx) => (await recordUndoable(trx, [fact], { version: 2 })).undo)
  const retract = (undo: FactUndo[], inUse = new Set<string>()) =>
    platform.db.transaction().execute(async (trx) => {
      const retracted = await retractFacts(trx, undo, { inUse })
      await retractCompanies(trx, undo, inUse)
      return retracted
    })
  const clear = () =>
    sql`truncate identifiers, identity_links, people, companies cascade`.execute(platform.db)
  const state = async () => {
    const tables = ['identifiers', 'identity_links', 'people', 'companies', 'company_members']
    const ignored = sql.raw(`array['last_seen', 'version', 'updated_at']`)
    const read = async (table: string) => {
      const { rows } = await sql`
        select to_jsonb(t) - ${ignored} as row from ${sql.table(table)} t order by to_jsonb(t)::text`.execute(
        platform.db,
      )
      return rows
    }
    return Promise.all(tables.map(read))
  }

  it(
    'leaves people, evidence and companies as if the facts had never been recorded',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(said, { maxLength: 4 }),
          fc.array(said, { minLength: 1, maxLength: 4 }),
          async (before, imported) => {
            await clear()
            await record(before.map((one, place) => factOf(one, `before-${place}`)))
            const expected = normalState(await state())
            const undo: FactUndo[] = []
            for (const [place, one] of imported.entries())
              undo.push(...(await recordOne(factOf({ ...one, at: LATER }, `import-${place}`))))
            await retract(undo.toReversed())
            expect(normalState(await state())).toEqual(expected)
          },
        ),
        { numRuns: 12 },
      )
    },
    PROPERTY_MS,
  )

  it('keeps what was said since, and says so', async () => {
    await clear()
    const undo = await recordOne(
      factOf({ names: ['email:a@x'], at: 1_000, traits: { name: 'x', plan: 'y' }, group: null }, 'import'),
    )
    await record([factOf({ names: ['email:a@x'], at: 2_000, traits: { plan: 'z' }, group: null }, 'since')])
    const { kept } = await retract(undo)
    expect(kept.get('import')).toEqual(['plan was changed since', 'it is used by something newer'])
    const { rows } = await sql<{ traits: object }>`select traits from people`.execute(platform.db)
    expect(rows).toEqual([{ traits: { plan: 'z' } }])
  })

  it('keeps an identifier that something else refers to', async () => {
    await clear()
    const undo = await recordOne(
      factOf({ names: ['email:a@x'], at: 1_000, traits: null, group: null }, 'import'),
    )
    await retract(undo, new Set([ids.of('email', 'a@x')]))
    const { rows } = await sql`select from people`.execute(platform.db)
    expect(rows).toHaveLength(1)
  })
})

/** Rows in an order that does not depend on columns left out. */
function normalState(tables: unknown[][]): string[][] {
  return tables.map((rows) => rows.map((row) => JSON.stringify(row)).toSorted())
}
