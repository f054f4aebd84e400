import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLmdbLog, type Log } from './index.ts'

/** Every engine that can be the log; a further one is tested by adding it here. */
const engines = [{ name: 'LMDB', open: openLmdbLog }]

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WINDOW = 7 * DAY
/** A time at which a span of seven days since 1970 begins: the place where generations of keys change. */
const BORDER = 2_950 * WINDOW

describe.each(engines)('the keys seen by the log on $name', ({ open }) => {
  let folder: string
  let log: Log
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-seen-'))
    log = open(folder)
  })
  afterEach(async () => {
    await log.close()
    await rm(folder, { recursive: true, force: true })
  })

  const reopen = async () => {
    await log.close()
    log = open(folder)
  }
  const isDuplicate = async (key: string, place: string, at: number) =>
    (await log.seen.claim([{ key, place, at }]))[0]
  /** Lets time pass as it does in a running pipeline: some key is met every day. */
  const passTime = async (from: number, to: number) => {
    for (let at = from; at <= to; at += DAY) await isDuplicate(`filler ${at}`, `filler ${at}`, at)
  }

  it('says nothing about nothing', async () => {
    expect(await log.seen.claim([])).toEqual([])
  })

  it('tells a key met at another place from a new one', async () => {
    const at = BORDER + DAY
    const sightings = [
      { key: 'a', place: '1.0', at },
      { key: 'b', place: '1.1', at },
      { key: 'a', place: '1.2', at },
    ]
    expect(await log.seen.claim(sightings)).toEqual([false, false, true])
    expect(await isDuplicate('b', '2.0', at)).toBe(true)
    expect(await isDuplicate('c', '2.1', at)).toBe(false)
  })

  it('gives the same answers when the same places are asked again, also after it was opened again', async () => {
    const sightings = ['a', 'b', 'a'].map((key, index) => ({ key, place: `1.${index}`, at: BORDER }))
    const first = await log.seen.claim(sightings)
    expect(await log.seen.claim(sightings)).toEqual(first)
    await reopen()
    expect(await log.seen.claim(sightings)).toEqual(first)
    expect(await isDuplicate('b', '9.0', BORDER + DAY)).toBe(true)
  })

  it.each([0, DAY, 3 * DAY, WINDOW - 1])(
    'remembers for seven days from %i ms after a change of generations',
    async (shift) => {
      const met = BORDER + shift
      await isDuplicate('a', '1.0', met)
      await passTime(met, met + WINDOW - MINUTE)
      expect(await isDuplicate('a', '2.0', met + WINDOW - MINUTE)).toBe(true)
    },
  )

  it.each([0, DAY, 3 * DAY, WINDOW - 1])(
    'forgets after seven days from %i ms after a change of generations',
    async (shift) => {
      const met = BORDER + shift
      await isDuplicate('a', '1.0', met)
      await passTime(met, met + WINDOW)
      expect(await isDuplicate('a', '2.0', met + WINDOW + MINUTE)).toBe(false)
      expect(await isDuplicate('a', '3.0', met + WINDOW + 2 * MINUTE)).toBe(true)
    },
  )

  it('remembers across a change of generations when it was opened again after it', async () => {
    await isDuplicate('a', '1.0', BORDER - MINUTE)
    await isDuplicate('b', '1.1', BORDER + MINUTE)
    await reopen()
    expect(await isDuplicate('a', '2.0', BORDER + 2 * MINUTE)).toBe(true)
    expect(await isDuplicate('b', '2.1', BORDER + 2 * MINUTE)).toBe(true)
  })

  it('answers alike for a batch that reaches over a change of generations, however often it is asked', async () => {
    await isDuplicate('a', '1.0', BORDER - WINDOW - MINUTE)
    const sightings = [
      { key: 'a', place: '2.0', at: BORDER - 2 * MINUTE },
      { key: 'b', place: '2.1', at: BORDER + MINUTE },
    ]
    expect(await log.seen.claim(sightings)).toEqual([true, false])
    expect(await log.seen.claim(sightings)).toEqual([true, false])
  })

  it('knows a key again when the clock was set back', async () => {
    await isDuplicate('a', '1.0', BORDER + MINUTE)
    expect(await isDuplicate('a', '2.0', BORDER - MINUTE)).toBe(true)
  })

  it('takes keys of any script and of the greatest length that a message id may have', async () => {
    const key = `${'0'.repeat(36)} ${'🧡'.repeat(100)}`
    expect(await isDuplicate(key, '1.0', BORDER)).toBe(false)
    expect(await isDuplicate(key, '2.0', BORDER)).toBe(true)
  })
})
