import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Household, HouseholdMode, PersonHousehold } from '../../../model/household.ts'
import type { JsonObject } from '../../../model/json.ts'
import { publish, type Processors } from '../../platform/outbox/index.ts'
import { engines, type Api, type TestPlatform } from '../../platform/testing/index.ts'
import { openTestPeople } from '../open-test-people.ts'
import { applyHouseholdRule } from './jobs.ts'
import { placeChangedPeople } from './processor.ts'
const HOME = { street: '1 Elm Road', postal_code: '1000' }

describe.each(engines)('households on the %s engine', (engine) => {
  let platform: TestPlatform
  let api: Api
  let processors: Processors
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ platform, api, processors, close } = await openTestPeople(engine, [placeChangedPeople]))
  })
  afterAll(() => close())
  beforeEach(async () => {
    await sql`delete from people`.execute(platform.db)
    await sql`delete from identifiers`.execute(platform.db)
    await setRule('off')
  })

  async function setRule(mode: HouseholdMode): Promise<void> {
    expect((await api.put('/api/v1/household-rule', { mode })).status).toBe(200)
    while (await applyHouseholdRule(platform));
  }

  async function person(name: string, traits: JsonObject): Promise<string> {
    const id = randomUUID()
    await sql`insert into identifiers (id, type, value, person_id, first_seen) values (${id}, 'user_id', ${name}, ${id}, now())`.execute(
      platform.db,
    )
    await sql`
      insert into people (id, name, traits, search, first_seen, last_seen)
      values (${id}, ${name}, ${JSON.stringify(traits)}::jsonb, '', now(), now())`.execute(platform.db)
    await tell(id)
    return id
  }

  async function tell(...profiles: string[]): Promise<void> {
    await publish(platform.db, [{ type: 'people.changed', payload: { profiles } }])
    await processors.idle()
  }

  const of = async (id: string) => (await api.get<PersonHousehold>(`/api/v1/people/${id}/household`)).body
  const names = async (id: string) =>
    (await of(id)).household?.members.map(({ name }) => name).toSorted() ?? []

  it('are off at first, tell what they would make, and come and go with the rule', async () => {
    const ana = await person('Ana', HOME)
    await person('Ben', { address: { street: '1 elm rd', postalCode: '1000' } })
    for (let number = 0; number < 13; number += 1)
      await person(`Office ${number}`, { street: '9 High St', zip: '1' })
    expect(await names(ana)).toEqual([])
    const { body } = await api.post('/api/v1/household-rule/preview', { mode: 'address' })
    expect(body).toMatchObject({ households: 1, people: 2, too_large: 1, examples: [{ people: [{}, {}] }] })
    await setRule('address')
    expect(await names(ana)).toEqual(['Ana', 'Ben'])
    const { household } = await of(ana)
    expect(household?.members[0]?.why).toContain('Elm Road')
    expect((await api.get<Household>(`/api/v1/households/${household?.id}`)).body.size).toBe(2)
    expect((await api.get('/api/v1/household-rule')).body).toMatchObject({
      households: 1,
      people: 2,
      progress: { finished: true },
    })
    await setRule('off')
    expect(await names(ana)).toEqual([])
  })

  it('follow an address that changes, and people who turn out to be one', async () => {
    await setRule('address')
    const ana = await person('Ana', HOME)
    const ben = await person('Ben', {})
    await sql`update people set traits = ${JSON.stringify(HOME)}::jsonb where id = ${ben}::uuid`.execute(
      platform.db,
    )
    await tell(ben)
    expect(await names(ben)).toEqual(['Ana', 'Ben'])
    await sql`update identifiers set person_id = ${ana}::uuid where person_id = ${ben}::uuid`.execute(
      platform.db,
    )
    await sql`delete from people where id = ${ben}::uuid`.execute(platform.db)
    await tell(ana)
    expect((await of(ana)).household).toBeNull()
  })

  it('keep what somebody decided, whatever the rule says, until the rule is to decide again', async () => {
    await setRule('address')
    const [ana, ben, cat] = [await person('Ana', HOME), await person('Ben', HOME), await person('Cat', {})]
    const path = (id: string) => `/api/v1/people/${id}/household`
    expect((await api.put(path(cat), { with: ana })).status).toBe(200)
    expect(await names(ben)).toEqual(['Ana', 'Ben', 'Cat'])
    await api.put(path(ben), { with: null })
    await setRule('phone')
    await setRule('address')
    expect(await names(ana)).toEqual(['Ana', 'Cat'])
    expect(await of(ben)).toMatchObject({ household: null, decided: { alone: true } })
    await setRule('off')
    expect(await names(cat)).toEqual(['Ana', 'Cat'])
    await setRule('address')
    await api.delete(path(ben))
    expect(await names(ben)).toContain('Ben')
    const { rows } = await sql`
      select from audit_log where action = 'person.household_changed' and subject_id = ${ben}`.execute(
      platform.db,
    )
    expect(rows).toHaveLength(2)
    expect((await api.put(path(ana), { with: ana })).status).toBe(400)
    expect((await api.put(path(ana), { with: randomUUID() })).status).toBe(404)
    expect((await api.put('/api/v1/household-rule', { mode: 'blood' })).status).toBe(400)
  })
})
