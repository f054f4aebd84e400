import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchHit } from '../../model/home.ts'
import { everyAction, type Grants, type Rights } from '../../model/rights.ts'
import { permissions, type Permission } from '../../model/roles.ts'
import { systemActor } from '../access/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { searchEverything } from './search/search-everything.ts'

type Made = { name?: string; email?: string; user?: string; also?: string[] }

describe.each(engines)('search on the %s engine', (engine) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    await makePerson({ name: 'Ada Lovelace', email: 'ada@example.com', user: 'u-1815' })
    await makePerson({ name: 'Grace Hopper', user: 'u-1906', also: ['second-phone'] })
    await makePerson({ name: 'Adam Smith', email: 'adam@nations.org' })
    await makePerson({ email: 'nobody@example.com' })
    await makePerson({ name: '100% Łukasz_שלום', user: 'odd' })
    for (let count = 0; count < 8; count++) await makePerson({ name: `Crowd ${count}` })
    await makeCompany('acme-1', 'Acme Corporation', 'acme.com')
    await makeCompany('zz-99', null, null)
    await sql`
      insert into segments (name, definition, size) values ('Big spenders', '{}', 12345), ('Adults', '{}', 1)`.execute(
      platform.db,
    )
    await makeDeal('Engines for Ada', 'Ada Lovelace')
    await makeDeal('Engines, removed', 'Ada Lovelace', new Date())
  })
  afterAll(() => platform.close())

  async function makePerson({ name, email, user, also = [] }: Made): Promise<void> {
    const { db } = platform
    const named = [
      ['email', email] as const,
      ['user_id', user] as const,
      ...also.map((one) => ['anonymous_id', one] as const),
    ]
    const identifiers = named.flatMap(([type, value]) =>
      value === undefined ? [] : [{ id: randomUUID(), type, value }],
    )
    const id = identifiers[0]?.id ?? randomUUID()
    for (const one of identifiers) {
      await sql`
        insert into identifiers (id, type, value, person_id, first_seen)
        values (${one.id}, ${one.type}, ${one.value}, ${id}, now())`.execute(db)
    }
    const search = [name, email, user].filter(Boolean).join(' ').toLowerCase()
    await sql`
      insert into people (id, name, email, search, first_seen, last_seen)
      values (${id}, ${name ?? null}, ${email ?? null}, ${search}, now(), now())`.execute(db)
  }

  async function makeCompany(group: string, name: string | null, domain: string | null): Promise<void> {
    const search = [name, domain, group].filter(Boolean).join(' ').toLowerCase()
    await sql`
      insert into companies (id, group_id, name, domain, search, first_seen, last_seen)
      values (${randomUUID()}, ${group}, ${name}, ${domain}, ${search}, now(), now())`.execute(platform.db)
  }

  async function makeDeal(name: string, person: string, deleted: Date | null = null): Promise<void> {
    await sql`
      with pipeline as (insert into pipelines (name) values ('Sales') returning id),
        stage as (insert into stages (pipeline_id, name, probability, position) select id, 'Proposal', 40, 0 from pipeline returning *)
      insert into deals (name, pipeline_id, stage_id, currency, person_ref, deleted_at)
      select ${name}, pipeline_id, stage.id, 'EUR', (select id from people where name = ${person}), ${deleted}::timestamptz
      from stage`.execute(platform.db)
  }

  const search = (typed: string, may: readonly Permission[] = permissions) =>
    searchEverything(platform.db, { ...systemActor, permissions: new Set(may) }, typed)
  const titles = async (typed: string) => (await search(typed)).map(({ title }) => title)
  const titlesFor = (grants: Partial<Grants>) => async (typed: string) => {
    const caller = { ...systemActor, grants: { ...systemActor.grants, ...grants } }
    return (await searchEverything(platform.db, caller, typed)).map(({ title }) => title)
  }
  const of = (hits: SearchHit[], kind: SearchHit['kind']) => hits.filter((hit) => hit.kind === kind)

  it('finds people, companies, segments and deals at once, in this order', async () => {
    await makeCompany('adco', 'Adco', null)
    await makeDeal('Adverts', 'Adam Smith')
    expect((await search('ad')).map(({ kind, title }) => [kind, title])).toEqual([
      ['person', 'Ada Lovelace'],
      ['person', 'Adam Smith'],
      ['company', 'Adco'],
      ['segment', 'Adults'],
      ['deal', 'Adverts'],
    ])
  })

  it('finds a person by the beginning of the name, by e-mail address, by user id and by a browser’s id', async () => {
    for (const typed of ['ada l', 'Ada@Example.com', 'ada@', 'u-1815'])
      expect((await titles(typed))[0]).toBe('Ada Lovelace')
    expect(await titles('second-phone')).toEqual(['Grace Hopper'])
  })

  it('finds by every word, in any order, also in the middle', async () => {
    expect(await titles('lovelace ada')).toEqual(['Ada Lovelace'])
    expect(await titles('OPPER')).toEqual(['Grace Hopper'])
    expect(await titles('lovelace grace')).toEqual([])
  })

  it('names a person without a name by the e-mail address', async () => {
    const [hit] = await search('nobody')
    expect(hit).toMatchObject({ kind: 'person', title: 'nobody@example.com', subtitle: '' })
  })

  it('puts what is the text before what begins with it, and that before what contains it', async () => {
    await makePerson({ name: 'Contains exact inside', user: 'x1' })
    await makePerson({ name: 'Exactly', user: 'x2' })
    await makePerson({ name: 'Zed', user: 'exact' })
    expect(await titles('exact')).toEqual(['Zed', 'Exactly', 'Contains exact inside'])
  })

  it('takes a known e-mail address for the one that it is, and an unknown one for a piece of others', async () => {
    await makePerson({ name: 'Adam Too', user: 'copy-of-adam@nations.org' })
    expect(await titles('adam@nations.org')).toEqual(['Adam Smith'])
    expect(await titles('@nations')).toEqual(['Adam Smith', 'Adam Too'])
  })

  it('finds what was meant when the hand slipped, and only where nothing has it literally', async () => {
    for (const typed of [
      'lovelcae',
      'Ada Lovlace',
      'lvelace ada',
      'ada lovelacw',
      'ada@exmaple.com',
      'lovelca',
    ])
      expect(await titles(typed)).toEqual(['Ada Lovelace'])
    expect(await titles('acme corproation')).toEqual(['Acme Corporation'])
    expect(await titles('big spedners')).toEqual(['Big spenders'])
    expect(of(await search('enginse for ada'), 'deal')).toMatchObject([{ title: 'Engines for Ada' }])
    expect(await titles('hopper')).toEqual(['Grace Hopper'])
    for (const typed of ['lovelace grace', 'u-1816', 'aad', 'lvlc', 'crwod 77'])
      expect(await titles(typed)).toEqual([])
  })

  it('finds misspelt names, but no addresses, for whom addresses are hidden', async () => {
    const seen = titlesFor({ fields: { people: { email: 'hidden' } } })
    expect(await seen('ada lovelcae')).toEqual(['Ada Lovelace'])
    expect(await seen('ada@exmaple.com')).toEqual([])
  })

  it('finds leads, products and records of one’s own objects by name, of the objects that one may see', async () => {
    await sql`
      insert into crm_objects (key, name, plural, description, icon, standard, position)
      values ('boat', 'Boat', 'Boats', '', 'box', false, 99)`.execute(platform.db)
    await sql`
      insert into records (object, name) values ('boat', 'Endeavour'), ('product', 'Endeavour oil'), ('lead', 'New endeavour')`.execute(
      platform.db,
    )
    expect(await search('endeavour')).toMatchObject([
      { kind: 'record', object: 'boat', title: 'Endeavour', subtitle: 'Boat' },
      { kind: 'record', object: 'product', title: 'Endeavour oil', subtitle: 'Product' },
      { kind: 'record', object: 'lead', title: 'New endeavour', subtitle: 'Lead' },
    ])
    expect(await titles('endeavuor oil')).toEqual(['Endeavour oil'])
    const seen = titlesFor({ rights: { ...systemActor.grants.rights, boat: everyAction('none') } })
    expect(await seen('endeavour')).toEqual(['Endeavour oil', 'New endeavour'])
    expect(await seen('endeavuor')).toEqual(['Endeavour oil', 'New endeavour'])
  })

  it('finds activities by words of subject and text, for who may see one of the records they are about', async () => {
    const { db } = platform
    await sql`
      with a as (
        insert into activities (kind, subject, body, author_name, deleted_at) values
          ('call', 'Zeppelin quote', 'Asked about helium', 'Ana', null), ('note', '', E'Helium is dear\nWait', 'Ana', null),
          ('task', 'Zeppelin, removed', '', 'Ana', now())
        returning id, kind)
      insert into activity_links (activity_id, kind, ref, is_open)
      select a.id, 'person', i.id, false from a, identifiers i where i.value = 'u-1906'`.execute(db)
    expect(await search('zeppelin')).toMatchObject([
      { kind: 'activity', title: 'Zeppelin quote', subtitle: 'Call · Grace Hopper' },
    ])
    expect((await titles('helium')).toSorted()).toEqual(['Helium is dear', 'Zeppelin quote'])
    expect(await titles('helium zeppelin')).toEqual(['Zeppelin quote'])
    expect(await titles('zepelin quote')).toEqual(['Zeppelin quote'])
    const as = async (rights: Rights) => {
      const grants = { ...systemActor.grants, rights }
      const caller = { ...systemActor, type: 'user' as const, id: 'somebody', grants }
      return (await searchEverything(db, caller, 'helium')).length
    }
    expect(await as({ '*': everyAction('all') })).toBe(2)
    expect(await as({ '*': everyAction('own') })).toBe(0)
    expect(await search('helium', ['people:read'])).toEqual([])
  })

  it('gives at most five of a kind', async () => {
    expect(await titles('crowd')).toEqual(['Crowd 0', 'Crowd 1', 'Crowd 2', 'Crowd 3', 'Crowd 4'])
  })

  it('takes what looks like a pattern literally, in any script', async () => {
    expect(await titles('100%')).toEqual(['100% Łukasz_שלום'])
    expect(await titles('łukasz_')).toEqual(['100% Łukasz_שלום'])
    for (const typed of ['%%%', '___', '10_%', '\\', "'"]) expect(await titles(typed)).toEqual([])
  })

  it('says of a company, a segment and a deal what tells them apart', async () => {
    expect(await search('acme')).toMatchObject([
      { kind: 'company', title: 'Acme Corporation', subtitle: 'acme.com' },
    ])
    expect(await search('zz-99')).toMatchObject([{ kind: 'company', title: 'zz-99', subtitle: '' }])
    expect(await search('spend')).toMatchObject([
      { kind: 'segment', title: 'Big spenders', subtitle: '12,345 people' },
    ])
    expect(of(await search('engines'), 'deal')).toMatchObject([
      { title: 'Engines for Ada', subtitle: 'Proposal · Ada Lovelace' },
    ])
  })

  it('shows a caller only the kinds that they may read', async () => {
    expect((await search('ad', ['segments:read'])).map(({ title }) => title)).toEqual(['Adults'])
    expect(await search('ad', [])).toEqual([])
  })

  it('finds nothing for nothing', async () => {
    expect(await search('   ')).toEqual([])
  })
})
