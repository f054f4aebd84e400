import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EmailCompanyMode, EmailCompanyRule } from '../../../../model/company-from-email.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { systemActor } from '../../../access/index.ts'
import { publish, type Processors } from '../../../platform/outbox/index.ts'
import { engines, type Api, type TestPlatform } from '../../../platform/testing/index.ts'
import {
  findPerson,
  identifierIds,
  recordUndoable,
  retractFacts,
  type Fact,
  type FactUndo,
} from '../../index.ts'
import { openTestPeople } from '../../open-test-people.ts'
import { settleAll } from './jobs.ts'
import { noteWorkAddresses } from './processor.ts'
import { settleAddresses } from './settle-addresses.ts'

const RULE = '/api/v1/email-company-rule'

type Said = { email?: string; company?: [groupId: string, traits: JsonObject] }
type Member = { company: string; by_email: boolean }

describe.each(engines)('companies from e-mail addresses on the %s engine', (engine) => {
  let platform: TestPlatform
  let api: Api
  let processors: Processors
  let close: () => Promise<void>
  let version = 0
  const at = (path: string) => (path === '' ? RULE : `${RULE}/${path}`)
  const idOf = (type: string, value: string) =>
    identifierIds(platform.secrets.derive('identifiers')).of(type, value)

  beforeAll(async () => {
    ;({ platform, api, processors, close } = await openTestPeople(engine, [noteWorkAddresses]))
  })
  afterAll(() => close())
  beforeEach(() => setRule('known'))

  async function setRule(mode: EmailCompanyMode, more: JsonObject = {}): Promise<void> {
    const { status } = await api.put(at(''), { mode, excluded: [], ...more })
    expect(status).toBe(200)
  }

  /** Takes in what an event says, and lets everything follow from it. */
  async function say({ email, company }: Said): Promise<FactUndo[]> {
    const identifiers = email ? [{ id: idOf('email', email), type: 'email', value: email }] : []
    const [groupId, traits] = company ?? []
    const fact: Fact = {
      identifiers,
      at: platform.clock.now(),
      sourceId: randomUUID(),
      messageId: randomUUID(),
      traits: null,
      company: groupId ? { id: idOf('group_id', groupId), groupId, traits: traits ?? null } : null,
    }
    const undo = await platform.db.transaction().execute(async (trx) => {
      const told = await recordUndoable(trx, [fact], { version: (version += 1) })
      await publish(trx, [{ type: 'people.changed', payload: { profiles: told.changes.profiles, gone: [] } }])
      return told.undo
    })
    await follow()
    return undo
  }

  async function follow(): Promise<void> {
    await processors.idle()
    await settleAll(platform)
  }

  async function companiesOf(email: string): Promise<Member[]> {
    const person = await findPerson(platform.db, systemActor, idOf('email', email))
    return (person?.companies ?? [])
      .map(({ group_id, by_email }) => ({ company: group_id, by_email: by_email ?? false }))
      .toSorted((a, b) => a.company.localeCompare(b.company))
  }

  const only = (company: string) => [{ company, by_email: true }]

  it('adds people to the company that has their domain, and says that nothing else put them there', async () => {
    await say({ company: ['42', { name: 'Acme', domain: 'https://www.acme.com/' }] })
    await say({ email: 'ana@acme.com' })
    await say({ email: 'ben@eu.acme.com' })
    await say({ email: 'ana@gmail.com' })
    expect(await companiesOf('ana@acme.com')).toEqual(only('42'))
    expect(await companiesOf('ben@eu.acme.com')).toEqual(only('42'))
    expect(await companiesOf('ana@gmail.com')).toEqual([])
    await say({ email: 'ana@acme.com', company: ['42', {}] })
    expect(await companiesOf('ana@acme.com')).toEqual([{ company: '42', by_email: false }])
  })

  it('adds those who came before the company, to the one with the longest domain that fits', async () => {
    await say({ email: 'ana@north.big.io' })
    await say({ email: 'ben@big.io' })
    await say({ company: ['north', { domain: 'north.big.io' }] })
    expect(await companiesOf('ben@big.io')).toEqual([])
    await say({ company: ['big', { domain: 'big.io' }] })
    expect(await companiesOf('ana@north.big.io')).toEqual(only('north'))
    expect(await companiesOf('ben@big.io')).toEqual(only('big'))
  })

  it('does not add again whom somebody took out', async () => {
    await say({ company: ['out', { domain: 'out.com' }] })
    await say({ email: 'ana@out.com' })
    await sql`delete from company_members where identifier_id = ${idOf('email', 'ana@out.com')}::uuid`.execute(
      platform.db,
    )
    await say({ email: 'ana@out.com' })
    await say({ company: ['out', { domain: 'out.com', size: 3 }] })
    await setRule('known')
    await follow()
    expect(await companiesOf('ana@out.com')).toEqual([])
  })

  it('makes the company of a domain once, although two look at the same time', async () => {
    await setRule('off')
    for (const name of ['ana', 'ben', 'cat']) await say({ email: `${name}@fresh.dev` })
    await setRule('create')
    await follow()
    await sql`update email_companies set due = true, company_id = null where domain = 'fresh.dev'`.execute(
      platform.db,
    )
    await Promise.all([settleAddresses(platform), settleAddresses(platform)])
    for (const name of ['ana', 'ben', 'cat'])
      expect(await companiesOf(`${name}@fresh.dev`)).toEqual(only('fresh.dev'))
    const { rows } = await sql<{ name: string | null; domain: string }>`
      select name, domain from companies where domain = 'fresh.dev'`.execute(platform.db)
    expect(rows).toEqual([{ name: null, domain: 'fresh.dev' }])
  })

  it('leaves excluded domains alone until they count again', async () => {
    await say({ company: ['own', { domain: 'own.org' }] })
    await setRule('create', { excluded: ['@OWN.org', 'own.org'] })
    await say({ email: 'me@own.org' })
    await follow()
    expect(await companiesOf('me@own.org')).toEqual([])
    expect((await api.get<EmailCompanyRule>(at(''))).body.excluded).toEqual(['own.org'])
    await setRule('known')
    await follow()
    expect(await companiesOf('me@own.org')).toEqual(only('own'))
  })

  it('takes those out again whom it added, when it is turned off so, and nobody else', async () => {
    await say({ company: ['gone', { domain: 'gone.net' }] })
    await say({ email: 'ana@gone.net' })
    await say({ email: 'ben@gone.net', company: ['gone', {}] })
    await setRule('off', { remove_added: true })
    await follow()
    expect(await companiesOf('ana@gone.net')).toEqual([])
    expect(await companiesOf('ben@gone.net')).toEqual([{ company: 'gone', by_email: false }])
    const { body } = await api.get<EmailCompanyRule>(at(''))
    expect(body).toMatchObject({ mode: 'off', removing: false, added: { count: 0, more: false } })
    await setRule('known')
    await follow()
    expect(await companiesOf('ana@gone.net')).toEqual(only('gone'))
  })

  it('is no reason to keep what an import that is undone has brought', async () => {
    const company = await say({ company: ['brought', { domain: 'brought.com' }] })
    const undo = await say({ email: 'ana@brought.com' })
    expect(await companiesOf('ana@brought.com')).toEqual(only('brought'))
    const { kept } = await platform.db
      .transaction()
      .execute((trx) => retractFacts(trx, undo, { inUse: new Set() }))
    expect([...kept]).toEqual([])
    const { rows } = await sql`
      select from company_members where company_id = ${company[0]?.company?.id ?? null}::uuid`.execute(
      platform.db,
    )
    expect(rows).toEqual([])
  })

  it('lists the domains that no company has, and refuses what makes no sense', async () => {
    for (const name of ['ana', 'ben']) await say({ email: `${name}@nobody.biz` })
    const { body } = await api.get<{ data: JsonObject[] }>(at('domains'))
    expect(body.data).toContainEqual({ domain: 'nobody.biz', addresses: 2 })
    for (const wrong of [
      { mode: 'maybe' },
      { mode: 'known', excluded: ['no domain'] },
      { mode: 'known', excluded: Array.from({ length: 501 }, (_, index) => `a${index}.com`) },
      { mode: 'known', remove_added: true },
    ])
      expect((await api.put(at(''), wrong)).status).toBe(400)
  })
})
