import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKith, type Kith } from './killed-kith.ts'
import { readStores } from './read-stores.ts'
import { mayMount, mountDisk, shareDisk, type Disk } from './small-disk.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }
const TIMEOUT_MS = 5 * 60_000

/** Where no file system may be mounted, the limit of the guard lies a little below what is free on the machine's disk. */
const setups = [
  {
    name: 'that is nearly full',
    prepare: (folder: string) =>
      mayMount() ? mountDisk(folder, { mb: 1_000, reserveMb: 200 }) : shareDisk(folder, { mb: 400 }),
    refusal: 'The server’s disk is nearly full; events are accepted again when there is room.',
    trouble: /^Only \d+ MB are free on the disk of /,
    events: 5,
    rounds: 2,
  },
  ...(mayMount()
    ? [
        {
          name: 'that is full to the last byte under the log',
          prepare: (folder: string) => mountDisk(join(folder, 'log'), { mb: 24, reserveMb: 0 }),
          refusal: 'The event could not be written to disk. Send it again in a moment.',
          trouble: /^Events cannot be written to disk: no space left on device$/,
          // Once there was an event, the log has room of its own.
          events: 0,
          rounds: 1,
        },
      ]
    : []),
]

describe.each(setups)(
  'on a disk $name',
  { timeout: TIMEOUT_MS },
  ({ prepare, refusal, trouble, events, rounds }) => {
    let folder: string
    let disk: Disk
    let kith: Kith
    const acknowledged: string[] = []
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-full-'))
      disk = prepare(folder)
      kith = await openKith(folder, undefined, { KITH_MIN_FREE_DISK_MB: String(disk.minFreeMb) })
      await kith.start()
    })
    afterEach(async () => {
      await kith.stop()
      disk.remove()
      await rm(folder, { recursive: true, force: true })
    })

    let count = 0
    const send = async () => {
      const messageId = `full-${String(++count).padStart(6, '0')}`
      const batch = [
        {
          type: 'track',
          event: 'Clicked',
          userId: 'u',
          messageId,
          properties: { filler: 'x'.repeat(20_000) },
        },
      ]
      const answer = await fetch(`${kith.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({ writeKey: kith.writeKey, batch }),
      })
      if (answer.status === 200) acknowledged.push(messageId)
      const { message } = (await answer.json()) as { message?: string }
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), message }
    }
    const status = async () => (await send()).status

    it('refuses events in a sentence, keeps what it acknowledged, and takes events again by itself when there is room', async () => {
      for (let sent = 0; sent < events; sent++) expect(await status()).toBe(200)
      for (let round = 0; round < rounds; round++) {
        disk.fill()
        await expect.poll(status, PATIENCE).toBe(503)
        for (let sent = 0; sent < 20; sent++)
          expect(await send()).toEqual({ status: 503, retryAfter: '5', message: refusal })
        expect(await kith.health()).toMatchObject({
          status: 'unavailable',
          troubles: expect.arrayContaining([expect.stringMatching(trouble)]),
        })
        disk.clear()
        await expect.poll(status, PATIENCE).toBe(200)
        expect(await kith.health()).toMatchObject({ status: 'ok' })
      }
      await expect.poll(() => kith.health(), PATIENCE).toMatchObject({ waiting: 0, troubles: [] })
      expect(await kith.stop()).toMatchObject({ code: 0 })
      const { messageIds, doubled } = await readStores(folder, undefined)
      expect([messageIds, doubled]).toEqual([acknowledged, []])
    })
  },
)
