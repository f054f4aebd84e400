import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../model/json.ts'
import { systemActor } from '../../access/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { byStrength, identifierIds } from '../identity/identifiers.ts'
import { KnownIdentities } from '../identity/known-identities.ts'
import { defaultRules } from '../identity/rules.ts'
import { recordFacts, type Fact } from '../record-facts.ts'
import { refreshPeople } from '../traits/refresh-people.ts'
import { lockPeopleForWriting, storePersonFields } from './person-fields.ts'

const ids = identifierIds(Buffer.alloc(32, 7))
const SOURCE = '00000000-0000-4000-8000-00000000000a'

describe.each(engines)('the custom values of people on the %s engine', (engine) => {
  let platform: TestPlatform
  let version = 0
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
  })
  afterAll(() => platform.close())

  const idOf = (name: string) => {
    const [type = '', value = ''] = name.split(':')
    return ids.of(type, value)
  }
  const see = (names: string[], traits: JsonObject | null = null) => {
    const identifiers = names
      .map((name) => ({ id: idOf(name), type: name.split(':')[0] ?? '', value: name.split(':')[1] ?? '' }))
      .sort(byStrength(defaultRules))
    version += 1
    const fact: Fact = {
      identifiers,
      at: 1_000 + version,
      sourceId: SOURCE,
      messageId: `m${version}`,
      traits,
      company: null,
    }
    return platform.db
      .transaction()
      .execute((trx) =>
        recordFacts(trx, [fact], { rules: defaultRules, known: new KnownIdentities(), version }),
      )
  }
  const write = (name: string, values: JsonObject) =>
    platform.db.transaction().execute(async (trx) => {
      const [person] = await lockPeopleForWriting(trx, systemActor, [idOf(name)])
      if (!person) throw new Error(`Nobody is known as ${name}.`)
      await storePersonFields(trx, [{ person, values }], { at: new Date(platform.clock.now()), by: 'u1' })
    })
  const read = async (name: string) => {
    const { rows } = await sql<{ fields: JsonObject }>`
      select p.fields from identifiers i join people p on p.id = i.person_id where i.id = ${idOf(name)}`.execute(
      platform.db,
    )
    return rows[0]?.fields
  }

  it('come together when people are merged, the newest first, and part again as they were', async () => {
    await see(['user_id:merge-a'])
    await see(['email:merge@b.example'])
    await write('user_id:merge-a', { tier: 'gold', seats: 5 })
    platform.clock.advance(1)
    await write('email:merge@b.example', { tier: 'tin', mood: 'good' })
    await see(['user_id:merge-a', 'email:merge@b.example'])
    expect(await read('email:merge@b.example')).toEqual({ tier: 'tin', seats: 5, mood: 'good' })

    await platform.db.transaction().execute(async (trx) => {
      const [a, b] = [idOf('user_id:merge-a'), idOf('email:merge@b.example')]
      await sql`update identifiers set person_id = id where id in (${a}, ${b})`.execute(trx)
      await refreshPeople(trx, {
        known: new Set([a, b]),
        fresh: [],
        lastSeen: new Map(),
        divided: new Set(),
        version: 999,
      })
    })
    expect(await read('user_id:merge-a')).toEqual({ tier: 'gold', seats: 5 })
    expect(await read('email:merge@b.example')).toEqual({ tier: 'tin', mood: 'good' })
  })

  it('stay when an event brings new traits', async () => {
    await see(['user_id:busy'])
    await write('user_id:busy', { seats: 5 })
    await see(['user_id:busy', 'anonymous_id:phone'], { name: 'Busy' })
    expect(await read('anonymous_id:phone')).toEqual({ seats: 5 })
  })

  it('win when they are written later, even under another identifier and by a clock that is behind', async () => {
    await see(['anonymous_id:later'])
    platform.clock.advance(60_000)
    await write('anonymous_id:later', { seats: 1, mood: 'good' })
    await see(['anonymous_id:later', 'user_id:later'])
    platform.clock.advance(-60_000)
    await write('user_id:later', { seats: 2, mood: null })
    expect(await read('user_id:later')).toEqual({ seats: 2 })
    await see(['user_id:later'], { name: 'Later' })
    expect(await read('user_id:later')).toEqual({ seats: 2 })
  })
})
