import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { sendUntil } from './client.ts'
import { openKith, type Ended, type Kith } from './killed-kith.ts'
import { readStores, type Stored } from './read-stores.ts'
import { createShoppers, ORDER, type Expected } from './shoppers.ts'

const CLIENTS = 4
/** Every so many lives end before Kith was ready. */
const EARLY_DEATH_EVERY = 4
const LONGEST_LIFE_MS = 1_500
const PATIENCE_MS = 60_000
const TIMEOUT_MS = 15 * 60_000

const setups = [
  { name: 'embedded engines', kills: 20, databaseUrl: () => undefined },
  { name: 'a PostgreSQL server', kills: 4, databaseUrl: createDatabase },
]

describe.each(setups)(
  'killed with SIGKILL again and again under load on $name',
  { timeout: TIMEOUT_MS },
  ({ kills, databaseUrl }) => {
    let folder: string
    let expected: Expected
    let stored: Stored
    let entered: number
    let stopped: Ended
    let failures: number

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-kill-'))
      const database = await databaseUrl()
      const kith = await openKith(folder, database)
      const shoppers = createShoppers()
      await kith.start()
      await kith.call('POST', '/segments', {
        name: 'Buyers',
        definition: { conditions: [{ kind: 'event', event: ORDER }] },
      })
      let isOver = false
      const clients = Array.from({ length: CLIENTS }, () => sendUntil(() => isOver, kith, shoppers.batch))
      for (let kill = 1; kill <= kills; kill++) {
        await sleep(Math.random() * LONGEST_LIFE_MS)
        await kith.kill()
        if (kill % EARLY_DEATH_EVERY === 0) kith.startUnready()
        else await kith.start()
      }
      await kith.start()
      isOver = true
      failures = (await Promise.all(clients)).reduce((sum, count) => sum + count, 0)
      expected = shoppers.expected()
      entered = await untilEntered(kith, expected.buyers)
      stopped = await kith.stop()
      stored = await readStores(folder, database)
    }, TIMEOUT_MS)
    afterAll(() => rm(folder, { recursive: true, force: true }))

    it('was under load, and clients noticed', () => {
      expect(expected.messageIds.length).toBeGreaterThan(kills * 100)
      expect(failures).toBeGreaterThan(kills)
    })

    it('stores every message that it acknowledged, and each once', () => {
      expect(stored.doubled).toEqual([])
      expect(stored.messageIds).toEqual(expected.messageIds)
    })

    it('knows the people, their traits and companies that the events tell of', () => {
      expect(byFirst(stored.people)).toEqual(byFirst(expected.people))
      expect(stored.companies).toEqual(expected.companies)
    })

    it('has in the warehouse what the database says about people', () => {
      expect([stored.misplaced, stored.miscopied]).toEqual([0, []])
    })

    it('tells once of each person who enters a segment', () => {
      expect(entered).toBe(expected.buyers)
    })

    it('leaves nothing unfinished, and ends when it is asked to', () => {
      expect(stored.unfinished).toBe(0)
      expect(stopped.code).toBe(0)
      expect(stopped.ms).toBeLessThan(5_000)
    })
  },
)

/** Waits until nothing waits, and everybody who should has entered the segment. Gives how many entries were recorded. */
async function untilEntered(kith: Kith, buyers: number): Promise<number> {
  const limit = Date.now() + PATIENCE_MS
  for (;;) {
    const { waiting, troubles } = await kith.health()
    const { data } = await kith.call<{ data: { name: string; count: number }[] }>('GET', '/events/names')
    const entered = data.find(({ name }) => name === 'Segment Entered')?.count ?? 0
    if ((waiting === 0 && entered >= buyers) || Date.now() > limit) {
      expect(troubles).toEqual([])
      return entered
    }
    await sleep(200)
  }
}

function byFirst(people: Expected['people']): Expected['people'] {
  return people.toSorted((a, b) => ((a.identifiers[0] ?? '') < (b.identifiers[0] ?? '') ? -1 : 1))
}

/** A database of its own on the tests' PostgreSQL server. */
async function createDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const name = `kith_kill_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}
