import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../model/page.ts'
import type { SegmentDay, SegmentMember } from '../../model/segment-membership.ts'
import type { Segment } from '../../model/segment.ts'
import { openKith, type Kith } from './killed-kith.ts'

const PEOPLE = 400
const EVENT = 'Cart Viewed'
const KILLS = 10
const LIFE_MS = 1_200
const WINDOW_MS = 60_000
/** The oldest events pass out of the window while Kith is killed, the youngest some time after. */
const OLDEST_MS = 45_000
const YOUNGEST_MS = 20_000
const PATIENCE_MS = 120_000
const TIMEOUT_MS = 6 * 60_000

const did = (days: object) => ({ conditions: [{ kind: 'event', event: EVENT, ...days }] })
const recent = did({ window: { kind: 'last', amount: 1, unit: 'minute' } })
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

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-segment-kill-'))
    const kith = await openKith(folder)
    await kith.start()
    const ids = [await make(kith, 'Recent', recent)]
    await send(kith)
    const kept = Date.now() - YOUNGEST_MS + WINDOW_MS
    for (let kill = 1; kill <= KILLS; kill++) {
      if (kill % 4 === 1) ids.push(await make(kith, `Ever ${kill}`, ever))
      await sleep(Math.random() * LIFE_MS)
      await kith.kill()
      await kith.start()
    }
    await sleep(Math.max(0, kept - Date.now()))
    await untilQuiet(kith, ids)
    const known = await Promise.all(ids.map((id) => readKnown(kith, id)))
    window = known[0]!
    built = known.slice(1)
    const { data } = await kith.call<{ data: { name: string; count: number }[] }>('GET', '/events/names')
    told = new Map(data.map(({ name, count }) => [name, count]))
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

  it('tell of each entry and each exit, and of each once', () => {
    expect(told.get('Segment Entered')).toBe(window.stays.length + built.length * PEOPLE)
    expect(told.get('Segment Left')).toBe(window.stays.length)
  })
})

async function make(kith: Kith, name: string, definition: object): Promise<string> {
  return (await kith.call<Segment>('POST', '/segments', { name, definition })).id
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

/** Waits until nothing waits, every segment is live, and the one that asks about the last minute is empty. */
async function untilQuiet(kith: Kith, ids: string[]): Promise<void> {
  const limit = Date.now() + PATIENCE_MS
  for (let quiet = 0; quiet < 3 && Date.now() < limit; await sleep(500)) {
    const { waiting } = await kith.health()
    const { behind } = await kith.call<{ behind: number }>('GET', '/system/pipeline')
    const segments = await Promise.all(ids.map((id) => kith.call<Segment>('GET', `/segments/${id}`)))
    const isQuiet = segments.every(({ state }) => state === 'live') && segments[0]?.size === 0
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
