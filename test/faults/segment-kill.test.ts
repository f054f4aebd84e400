import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComputedTrait } from '../../model/computed-trait.ts'
import type { Page } from '../../model/page.ts'
import type { Person } from '../../model/person.ts'
import type { SegmentDay, SegmentMember } from '../../model/segment-membership.ts'
import type { Segment } from '../../model/segment.ts'
import { openKith, type Kith } from './killed-kith.ts'

const PEOPLE = 400
/** Of so many people the computed traits are read one by one. */
const LOOKED_AT = 50
const EVENT = 'Cart Viewed'
const KILLS = 10
const LIFE_MS = 1_200
const WINDOW_MS = 60_000
/** The oldest events pass out of the window while Kith is killed, the youngest some time after. */
const OLDEST_MS = 45_000
const YOUNGEST_MS = 20_000
const PATIENCE_MS = 120_000
const FIRST_ENTRY_MS = 12_000
const TIMEOUT_MS = 6 * 60_000

const did = (days: object) => ({ conditions: [{ kind: 'event', event: EVENT, ...days }] })
const lastMinute = { window: { kind: 'last', amount: 1, unit: 'minute' } }
const recent = did(lastMinute)
const ever = did({})

/** What is known of who was in a segment. */
type Known = {
  segment: Segment
  stays: SegmentMember[]
  members: SegmentMember[]
  entries: number
  exits: number
}

describe('segments under SIGKILL again and again', { timeout: TIMEOUT_MS }, () => {
  let folder: string
  let window: Known
  let built: Known[]
  let told: Map<string, number>
  let traits: ComputedTrait[]
  let people: Person[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-segment-kill-'))
    const kith = await openKith(folder)
    await kith.start()
    const ids = [await make(kith, 'Recent', recent)]
    const traitIds = [await count(kith, 'carts', {})]
    await send(kith)
    const kept = Date.now() - YOUNGEST_MS + WINDOW_MS
    await untilMostEntered(kith, ids[0] ?? '')
    for (let kill = 1; kill <= KILLS; kill++) {
      if (kill % 4 === 1) ids.push(await make(kith, `Ever ${kill}`, ever))
      if (kill % 4 === 3) traitIds.push(await count(kith, `carts_${kill}`, {}))
      if (kill === 2) traitIds.push(await count(kith, 'carts_recent', lastMinute))
      await sleep(Math.random() * LIFE_MS)
      await kith.kill()
      await kith.start()
    }
    await sleep(Math.max(0, kept - Date.now()))
    await untilQuiet(kith, ids, traitIds)
    const known = await Promise.all(ids.map((id) => readKnown(kith, id)))
    window = known[0]!
    built = known.slice(1)
    const { data } = await kith.call<{ data: { name: string; count: number }[] }>('GET', '/events/names')
    told = new Map(data.map(({ name, count }) => [name, count]))
    traits = await readTraits(kith, traitIds)
    people = await readPeople(kith)
    await kith.stop()
  }, TIMEOUT_MS)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('build with everybody in them, each once', () => {
    expect(built.length).toBeGreaterThan(1)
    for (const { segment, members, stays, entries, exits } of built) {
      expect(segment).toMatchObject({ state: 'live', size: PEOPLE })
      expect(new Set(members.map(({ person_id }) => person_id)).size).toBe(PEOPLE)
      expect({ stays, entries, exits }).toEqual({ stays: [], entries: PEOPLE, exits: 0 })
    }
  })

  it('let everybody leave whose time is over, each once', () => {
    const { segment, members, stays, entries, exits } = window
    expect({ size: segment.size, members }).toEqual({ size: 0, members: [] })
    expect(stays.length).toBeGreaterThan(PEOPLE / 4)
    expect(new Set(stays.map(({ person_id }) => person_id)).size).toBe(stays.length)
    expect({ entries, exits }).toEqual({ entries: stays.length, exits: stays.length })
  })

  it('leave the computed traits right that are worked out meanwhile, those of a window included', () => {
    expect(people).toHaveLength(LOOKED_AT)
    for (const { name, state, people: having } of traits) {
      const isOver = name === 'carts_recent'
      expect({ name, state, having }).toEqual({ name, state: 'live', having: isOver ? 0 : PEOPLE })
      const values = new Set(people.map((one) => one.traits[name]))
      expect([name, ...values]).toEqual([name, isOver ? undefined : 1])
    }
  })

  it('tell of each entry and each exit, and of each once', () => {
    expect(told.get('Segment Entered')).toBe(window.stays.length + built.length * PEOPLE)
    expect(told.get('Segment Left')).toBe(window.stays.length)
  })
})

async function make(kith: Kith, name: string, definition: object): Promise<string> {
  return (await kith.call<Segment>('POST', '/segments', { name, definition })).id
}

async function count(kith: Kith, name: string, window: object): Promise<string> {
  const definition = { kind: 'count', event: EVENT, ...window }
  return (await kith.call<ComputedTrait>('POST', '/computed-traits', { name, definition })).id
}

async function readPeople(kith: Kith): Promise<Person[]> {
  const { data } = await kith.call<Page<{ id: string }>>('GET', `/people?limit=${LOOKED_AT}`)
  return Promise.all(data.map(({ id }) => kith.call<Person>('GET', `/people/${id}`)))
}

function readTraits(kith: Kith, ids: string[]): Promise<ComputedTrait[]> {
  return Promise.all(ids.map((id) => kith.call<ComputedTrait>('GET', `/computed-traits/${id}`)))
}

/** One event of each person, of different ages. */
async function send({ url, writeKey }: Kith): Promise<void> {
  const now = Date.now()
  const batch = Array.from({ length: PEOPLE }, (_, index) => ({
    type: 'track',
    event: EVENT,
    messageId: `cart-${index}`,
    userId: `shopper-${index}`,
    timestamp: new Date(now - OLDEST_MS + (index / PEOPLE) * (OLDEST_MS - YOUNGEST_MS)).toISOString(),
  }))
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ writeKey, batch }),
  })
  expect(answer.status).toBe(200)
}

/** Waits, for a while, until most people are in the segment of the last minute: who never came in cannot leave. */
async function untilMostEntered(kith: Kith, id: string): Promise<void> {
  for (const limit = Date.now() + FIRST_ENTRY_MS; Date.now() < limit; await sleep(100))
    if (((await kith.call<Segment>('GET', `/segments/${id}`)).size ?? 0) > PEOPLE / 2) return
}

/** Waits until nothing waits, all is live, and what asks about the last minute is empty. */
async function untilQuiet(kith: Kith, ids: string[], traitIds: string[]): Promise<void> {
  const limit = Date.now() + PATIENCE_MS
  for (let quiet = 0; quiet < 3 && Date.now() < limit; await sleep(500)) {
    const { waiting } = await kith.health()
    const { behind } = await kith.call<{ behind: number }>('GET', '/system/pipeline')
    const segments = await Promise.all(ids.map((id) => kith.call<Segment>('GET', `/segments/${id}`)))
    const traits = await readTraits(kith, traitIds)
    const isLive = [...segments, ...traits].every(({ state }) => state === 'live')
    const recently = traits.find(({ name }) => name === 'carts_recent')
    const isQuiet = isLive && segments[0]?.size === 0 && recently?.people === 0
    quiet = isQuiet && waiting === 0 && behind === 0 ? quiet + 1 : 0
  }
}

async function readKnown(kith: Kith, id: string): Promise<Known> {
  const read = (state: string) =>
    kith.call<Page<SegmentMember>>('GET', `/segments/${id}/members?limit=1000&state=${state}`)
  const { data: days } = await kith.call<{ data: SegmentDay[] }>('GET', `/segments/${id}/days`)
  return {
    segment: await kith.call<Segment>('GET', `/segments/${id}`),
    members: (await read('present')).data,
    stays: (await read('past')).data,
    entries: days.reduce((sum, day) => sum + day.entries, 0),
    exits: days.reduce((sum, day) => sum + day.exits, 0),
  }
}
