import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fail } from '../../platform/errors.ts'
import { engines, injectAs } from '../../platform/testing/index.ts'
import { FULL_KEY, openTestAccess, type TestAccess } from '../open-test-access.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

type Work = (name: string) => Promise<unknown>

describe.each(engines)('an Idempotency-Key on the %s engine', (engine) => {
  let access: TestAccess
  /** What the route does with what it is sent, besides writing it. */
  let work: Work
  let write: Work
  beforeAll(async () => {
    access = await openTestAccess(engine, (app) => {
      const schema = { tags: ['Test'], summary: 'Write a name' }
      app.post(
        '/api/v1/names',
        { config: { permission: 'people:write' }, schema },
        async (request, reply) => {
          const { name } = request.body as { name: string }
          return reply.code(201).send({ name, answer: await work(name) })
        },
      )
    })
    const { db } = access.platform
    await sql`create table names (name text)`.execute(db)
    write = (name) =>
      db.transaction().execute(async (trx) => {
        await sql`insert into names values (${name})`.execute(trx)
        return 'written'
      })
  })
  beforeEach(async () => {
    work = write
    await sql`truncate names`.execute(access.platform.db)
  })
  afterAll(() => access.close())

  const send = (key: string, name: string, apiKey = FULL_KEY) =>
    injectAs(access.app, apiKey, { 'idempotency-key': key }).post<{ error?: { code: string } }>(
      '/api/v1/names',
      { name },
    )
  const names = async () =>
    (await sql<{ name: string }>`select name from names`.execute(access.platform.db)).rows.map(
      ({ name }) => name,
    )

  it('has a write done once, and its answer given again', async () => {
    const first = await send('one', 'Ada')
    const again = await send('one', 'Ada')
    expect(first).toMatchObject({ status: 201, body: { name: 'Ada', answer: 'written' } })
    expect({ ...again, headers: {} }).toEqual({ ...first, headers: {} })
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true'])
    expect(await names()).toEqual(['Ada'])
  })

  it('is of one sender and one request, and forgotten after a day', async () => {
    await send('two', 'Ada')
    expect(await send('two', 'Grace')).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency_key_reused' } },
    })
    const { body: other } = await access.api.post<{ key: string }>('/api/v1/api-keys', {
      name: 'Other',
      scopes: ['people:write'],
    })
    expect((await send('two', 'Grace', other.key)).status).toBe(201)
    access.platform.clock.advance(DAY_MS + 1)
    expect((await send('two', 'Grace')).status).toBe(201)
    expect(await names()).toEqual(['Ada', 'Grace', 'Grace'])
  })

  it('lets two who send the same at once do it once', async () => {
    const [entered, hasEntered] = aMoment()
    const [finished, finish] = aMoment()
    work = async (name) => {
      hasEntered()
      await finished
      return write(name)
    }
    const first = send('three', 'Ada')
    await entered
    expect((await send('three', 'Ada')).body.error?.code).toBe('idempotency_key_in_use')
    finish()
    expect((await first).status).toBe(201)
    expect((await send('three', 'Ada')).status).toBe(201)
    expect(await names()).toEqual(['Ada'])
  })

  it('keeps a refusal, and lets what failed before it wrote be tried again', async () => {
    work = () => Promise.reject(fail('conflict'))
    expect((await send('four', 'Ada')).status).toBe(409)
    work = write
    expect((await send('four', 'Ada')).status).toBe(409)
    work = () => Promise.reject(new Error('broken'))
    expect((await send('five', 'Ada')).status).toBe(500)
    work = write
    expect((await send('five', 'Ada')).status).toBe(201)
    work = async (name) => {
      await write(name)
      throw new Error('broken afterwards')
    }
    expect((await send('six', 'Bea')).status).toBe(500)
    work = write
    expect((await send('six', 'Bea')).status).toBe(500)
    expect(await names()).toEqual(['Ada', 'Bea'])
  })

  it('tells after a crash whether it was done', async () => {
    const [never] = aMoment()
    const [entered, hasEntered] = aMoment()
    work = () => {
      hasEntered()
      return never
    }
    void send('seven', 'Ada')
    await entered
    work = async (name) => {
      await write(name)
      return never
    }
    void send('eight', 'Bea')
    await expect.poll(names).toEqual(['Bea'])
    work = write
    access.platform.clock.advance(10 * 60_000)
    expect((await send('seven', 'Ada')).status).toBe(201)
    expect(await send('eight', 'Bea')).toMatchObject({
      status: 409,
      body: { error: { code: 'idempotency_key_interrupted' } },
    })
    expect(await names()).toEqual(['Bea', 'Ada'])
  })

  it.each(['', 'with space', 'x'.repeat(256)])('%j is none', async (key) => {
    expect(await send(key, 'Ada')).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } })
  })

  it('keeps nothing that could be read in the database', async () => {
    await send('nine', 'secret-name')
    const { rows } = await sql<{
      body: string
    }>`select body from idempotency_keys where key = 'nine'`.execute(access.platform.db)
    expect(rows[0]?.body.length).toBeGreaterThan(0)
    expect(rows[0]?.body.toString()).not.toContain('secret-name')
  })
})

function aMoment(): [Promise<void>, () => void] {
  let come: () => void = () => undefined
  const moment = new Promise<void>((resolve) => (come = resolve))
  return [moment, come]
}
