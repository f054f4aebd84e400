import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Company } from '../../../model/company.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { RecordAccess } from '../../../model/record-access.ts'
import { engines, type Api, type TestPlatform } from '../../platform/testing/index.ts'
import { KnownIdentities } from '../identity/known-identities.ts'
import { defaultRules, identifierIds, recordFacts, type Fact } from '../index.ts'
import { openTestPeople } from '../open-test-people.ts'

describe.each(engines)('owners on the %s engine', (engine) => {
  let platform: TestPlatform
  let api: Api
  let close: () => Promise<void>
  let version = 0
  const known = new KnownIdentities()

  beforeAll(async () => {
    ;({ platform, api, close } = await openTestPeople(engine, []))
    for (const id of ['ana', 'ben'])
      await sql`insert into users (id, name, email) values (${id}, ${id}, ${`${id}@example.com`})`.execute(
        platform.db,
      )
  })
  afterAll(() => close())

  /** Takes in that these identifiers were named together. */
  const record = async (...named: [type: string, value: string][]) => {
    const ids = identifierIds(platform.secrets.derive('identifiers'))
    const identifiers = named.map(([type, value]) => ({ id: ids.of(type, value), type, value }))
    const fact: Fact = {
      identifiers,
      at: platform.clock.now(),
      sourceId: randomUUID(),
      messageId: randomUUID(),
      traits: {},
      company: null,
    }
    const options = { rules: defaultRules, known, version: ++version }
    const { learned } = await platform.db.transaction().execute((trx) => recordFacts(trx, [fact], options))
    known.keep(learned)
    return identifiers[0]?.id ?? ''
  }
  const ownerOf = async (id: string) =>
    (await api.get<RecordAccess>(`/api/v1/people/${id}/access`)).body.owner?.id ?? null
  const give = (id: string, owner_id: string | null) => api.put(`/api/v1/people/${id}/owner`, { owner_id })

  it('of a person come along when the person turns out to be another, the last one given counts', async () => {
    const device = await record(['anonymous_id', 'd1'])
    const user = await record(['user_id', 'u1'])
    await give(device, 'ana')
    platform.clock.advance(1000)
    await give(user, 'ben')
    await record(['user_id', 'u1'], ['anonymous_id', 'd1'])
    expect([await ownerOf(device), await ownerOf(user)]).toEqual(['ben', 'ben'])
  })

  it('of a person stay while events come in', async () => {
    const user = await record(['user_id', 'u2'])
    await give(user, 'ana')
    await record(['user_id', 'u2'], ['email', 'u2@example.com'])
    expect(await ownerOf(user)).toBe('ana')
  })

  it('may be nobody again, and are refused when unknown', async () => {
    const user = await record(['user_id', 'u3'])
    await give(user, 'ana')
    expect((await give(user, null)).status).toBe(204)
    expect(await ownerOf(user)).toBeNull()
    expect((await give(user, 'zoe')).status).toBe(400)
    expect((await give(randomUUID(), 'ana')).status).toBe(404)
  })

  it('of a person are told on the timeline and in the audit log, once', async () => {
    const user = await record(['user_id', 'u4'])
    await sql`delete from outbox`.execute(platform.db)
    await give(user, 'ana')
    await give(user, 'ana')
    const { rows } = await sql<{ payload: JsonObject }>`
      select payload from outbox order by id`.execute(platform.db)
    expect(rows).toMatchObject([
      { payload: { owned: [user] } },
      {
        payload: {
          event: 'Owner Changed',
          personRef: user,
          properties: { from_owner: null, to_owner: 'ana' },
        },
      },
    ])
    const log = await sql<{ details: object }>`
      select details from audit_log where subject_id = ${user} order by id`.execute(platform.db)
    expect(log.rows).toEqual([{ details: { before: { owner: null }, after: { owner: 'ana' } } }])
  })

  it('of a company are changed in the same way', async () => {
    const id = randomUUID()
    await sql`
      insert into companies (id, group_id, first_seen, last_seen) values (${id}, ${id}, now(), now())`.execute(
      platform.db,
    )
    expect((await api.put(`/api/v1/companies/${id}/owner`, { owner_id: 'ben' })).status).toBe(204)
    expect((await api.get<Company>(`/api/v1/companies/${id}`)).body.owner).toEqual({ id: 'ben', name: 'ben' })
  })

  it('hand what is theirs over when they are removed', async () => {
    const user = await record(['user_id', 'u5'])
    await give(user, 'ana')
    expect((await api.delete('/api/v1/users/ana?records_to=nobody')).status).toBe(400)
    expect((await api.delete('/api/v1/users/ana?records_to=ana')).status).toBe(400)
    expect((await api.delete('/api/v1/users/ana?records_to=ben')).status).toBe(204)
    expect(await ownerOf(user)).toBe('ben')
    await record(['user_id', 'u5'], ['email', 'u5@example.com'])
    expect(await ownerOf(user)).toBe('ben')
  })

  it('share a person, and the share follows when it becomes part of another', async () => {
    const device = await record(['anonymous_id', 'd6'])
    const made = await api.post<{ id: string }>(`/api/v1/people/${device}/shares`, {
      user_id: 'ben',
      level: 'edit',
    })
    const user = await record(['user_id', 'u6'], ['anonymous_id', 'd6'])
    const { body } = await api.get<RecordAccess>(`/api/v1/people/${user}/access`)
    expect(body.shares).toMatchObject([{ id: made.body.id, user: { id: 'ben' }, level: 'edit' }])
    expect((await api.delete(`/api/v1/people/${user}/shares/${made.body.id}`)).status).toBe(204)
    expect((await api.delete(`/api/v1/people/${user}/shares/${made.body.id}`)).status).toBe(404)
  })
})
