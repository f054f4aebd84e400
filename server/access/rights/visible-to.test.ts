import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reaches, recordActions, recordObjects } from '../../../model/rights.ts'
import type { Actor } from '../../platform/http/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { systemActor } from '../system-actor.ts'
import { allows, type DecidedRecord } from './allows.ts'
import { visibleTo } from './visible-to.ts'

const USERS = ['me', 'mate', 'below', 'stranger']
const NORTH = randomUUID()
const SOUTH = randomUUID()

const owner = fc.constantFrom(...USERS, null)
const share = fc.constantFrom('user view', 'user edit', 'team view', 'team edit', 'other edit', null)
const question = fc.record({
  object: fc.constantFrom(...recordObjects),
  action: fc.constantFrom(...recordActions),
  reach: fc.constantFrom(...reaches),
  records: fc.array(fc.record({ ownerId: owner, share }), { minLength: 1, maxLength: 8 }),
})

type Share = 'user view' | 'user edit' | 'team view' | 'team edit' | 'other edit' | null
type Made = { id: string; ownerId: string | null; share: Share }

describe.each(engines)('what a caller may do, on the %s engine', (engine) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    for (const id of USERS)
      await sql`insert into users (id, name, email) values (${id}, ${id}, ${`${id}@example.com`})`.execute(
        platform.db,
      )
    await sql`insert into teams (id, name) values (${NORTH}, 'North'), (${SOUTH}, 'South')`.execute(
      platform.db,
    )
    await sql`insert into pipelines (id, name) values (${NORTH}, 'Sales')`.execute(platform.db)
    await sql`
      insert into stages (id, pipeline_id, name, probability, position) values (${NORTH}, ${NORTH}, 'One', 50, 0)`.execute(
      platform.db,
    )
  })
  afterAll(() => platform.close())

  it('is the same in SQL as by the rule, for every object, action, reach, owner and share', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ object, action, reach, records }) => {
        const made = records.map((record): Made => ({ ...record, id: randomUUID() }))
        await platform.db.transaction().execute(async (trx) => {
          for (const record of made) await inserts[object](record).execute(trx)
          for (const record of made) if (record.share) await insertShare(object, record).execute(trx)
        })
        const caller = callerWho(object, action, reach)
        const { rows } = await sql<{ id: string }>`
          select r.id from ${sql.table(object)} r
          where r.id = any(${made.map(({ id }) => id)}::uuid[]) and ${visibleTo(caller, object, action, sql`r`)}`.execute(
          platform.db,
        )
        const expected = made.filter((record) => allows(caller, object, action, decided(record)))
        expect(rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
      }),
      { numRuns: 150 },
    )
  })
})

/** Of team North, with `below` in a team under it and `mate` in the same; South is another's. */
function callerWho(object: string, action: string, reach: string): Actor {
  const rights = Object.fromEntries(recordActions.map((one) => [one, one === action ? reach : 'none']))
  return {
    ...systemActor,
    type: 'user',
    id: 'me',
    grants: {
      ...systemActor.grants,
      rights: { [object]: { ...systemActor.grants.rights['*'], ...rights } } as Actor['grants']['rights'],
      teams: [NORTH],
      colleagues: ['me', 'mate', 'below'],
    },
  }
}

function decided({ ownerId, share }: Made): DecidedRecord {
  if (share === null || share === 'other edit') return { ownerId, shared: null }
  return { ownerId, shared: share.endsWith('edit') ? 'edit' : 'view' }
}

const inserts = {
  deals: ({ id, ownerId }: Made) => sql`
    with company as (insert into companies (id, group_id, first_seen, last_seen) values (${id}, ${id}, now(), now()) returning id)
    insert into deals (id, name, pipeline_id, stage_id, currency, company_id, owner_id)
    select ${id}::uuid, 'Deal', ${NORTH}::uuid, ${NORTH}::uuid, 'EUR', id, ${ownerId} from company`,
  companies: ({ id, ownerId }: Made) => sql`
    insert into companies (id, group_id, first_seen, last_seen, owner_id) values (${id}, ${id}, now(), now(), ${ownerId})`,
  people: ({ id, ownerId }: Made) => sql`
    with identifier as (
      insert into identifiers (id, type, value, person_id, first_seen) values (${id}, 'user_id', ${id}, ${id}, now())
    )
    insert into people (id, first_seen, last_seen, owner_id) values (${id}, now(), now(), ${ownerId})`,
}

function insertShare(object: string, { id, share }: Made) {
  const user = share?.startsWith('user') ? 'me' : null
  const team = share?.startsWith('team') ? NORTH : share?.startsWith('other') ? SOUTH : null
  const level = share?.endsWith('edit') ? 'edit' : 'view'
  return sql`
    insert into record_shares (object, record_id, user_id, team_id, level, created_by)
    values (${object}, ${id}, ${user}, ${team}::uuid, ${level}, 'Ana')`
}
