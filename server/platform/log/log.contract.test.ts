import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUntilKilled } from '../testing/run-until-killed.ts'
import { openLmdbLog, type Log } from './index.ts'

/** Every engine that can be the log; a further one is tested by adding it here. */
const engines = [{ name: 'LMDB', open: openLmdbLog }]

const ALL = { maxRecords: 1_000_000, maxBytes: Infinity }
const bytes = (text: string) => Buffer.from(text)

describe.each(engines)('the log on $name', ({ open }) => {
  let folder: string
  let log: Log
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-log-'))
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
  const appendAll = (texts: string[]) => Promise.all(texts.map((text) => log.append(bytes(text))))
  const textsAfter = (position: number, limits = ALL) =>
    log.read(position, limits).map(({ value }) => Buffer.from(value).toString())

  it('is empty at first', () => {
    expect([log.head(), log.size(), log.read(0, ALL)]).toEqual([0, 0, []])
  })

  it('gives back what was appended, in order, at positions that grow by one', async () => {
    expect(await appendAll(['a', 'b', 'c'])).toEqual([1, 2, 3])
    expect(await log.append(new Uint8Array())).toBe(4)
    const records = log.read(0, ALL)
    expect(records.map(({ position }) => position)).toEqual([1, 2, 3, 4])
    expect(textsAfter(0)).toEqual(['a', 'b', 'c', ''])
    expect([log.head(), log.size()]).toEqual([4, 4])
  })

  it('can be read as soon as an append has resolved', async () => {
    const seen = Array.from({ length: 200 }, async (_, index) => {
      const position = await log.append(bytes(`r${index}`))
      return [log.head() >= position, textsAfter(position - 1, { maxRecords: 1, maxBytes: 1 })]
    })
    expect(await Promise.all(seen)).toEqual(seen.map((_, index) => [true, [`r${index}`]]))
  })

  it('keeps bytes that are not text, and large records, just as they are', async () => {
    const large = Buffer.alloc(4 * 1024 * 1024, 0xfe)
    const part = Buffer.from([9, 0, 255, 128, 9]).subarray(1, 4)
    await Promise.all([log.append(large), log.append(part)])
    const [first, second] = log.read(0, ALL)
    expect(Buffer.compare(Buffer.from(first?.value ?? []), large)).toBe(0)
    expect([...(second?.value ?? [])]).toEqual([0, 255, 128])
  })

  it('gives records that later appends do not change', async () => {
    await log.append(bytes('first'))
    const [record] = log.read(0, ALL)
    await appendAll(Array.from({ length: 500 }, (_, index) => `later ${index}`))
    log.read(0, ALL)
    expect(Buffer.from(record?.value ?? []).toString()).toBe('first')
  })

  it('reads at most as many records as asked for, and about as many bytes but at least one record', async () => {
    await appendAll(['1234', '1234', '1234', '1234'])
    expect(textsAfter(1, { maxRecords: 2, maxBytes: Infinity })).toHaveLength(2)
    expect(textsAfter(0, { maxRecords: 10, maxBytes: 9 })).toHaveLength(2)
    expect(textsAfter(0, { maxRecords: 10, maxBytes: 1 })).toHaveLength(1)
    expect(textsAfter(4)).toEqual([])
  })

  it('forgets what is trimmed and keeps the rest', async () => {
    await appendAll(['a', 'b', 'c', 'd'])
    await log.trim(2)
    await log.trim(1)
    expect([textsAfter(0), log.size(), log.head()]).toEqual([['c', 'd'], 2, 4])
  })

  it('trims more than fits into one transaction', async () => {
    await appendAll(Array.from({ length: 25_000 }, () => 'x'))
    await log.trim(24_999)
    expect([textsAfter(0), log.size()]).toEqual([['x'], 1])
  })

  it('never gives a position twice, also when all was trimmed before it was opened again', async () => {
    await appendAll(['a', 'b', 'c'])
    await log.trim(3)
    await reopen()
    expect([log.head(), log.size()]).toEqual([3, 0])
    expect(await log.append(bytes('d'))).toBe(4)
    expect(textsAfter(3)).toEqual(['d'])
  })

  it('has everything that was acknowledged after it is opened again', async () => {
    await appendAll(Array.from({ length: 1_000 }, (_, index) => `r${index}`))
    await reopen()
    expect(textsAfter(0)).toEqual(Array.from({ length: 1_000 }, (_, index) => `r${index}`))
    expect(await log.append(bytes('next'))).toBe(1_001)
  })

  it('has everything that was acknowledged by a process that was killed', async () => {
    const script = new URL('testing/append-for-ever.ts', import.meta.url)
    await log.close()
    const acknowledged = await runUntilKilled(script, [folder], { lines: 300 })
    log = open(folder)
    const kept = new Set(
      log.read(0, ALL).map(({ position, value }) => `${position} ${Buffer.from(value).toString()}`),
    )
    expect(acknowledged.filter((line) => !kept.has(line))).toEqual([])
  })

  it('wakes who waits when a newer record is there, at once when it is there already, or after the time', async () => {
    const started = performance.now()
    const waiting = log.waitFor(0, 60_000)
    await log.append(bytes('a'))
    await waiting
    await log.waitFor(0, 60_000)
    expect(performance.now() - started).toBeLessThan(10_000)
    await log.waitFor(1, 50)
    expect(performance.now() - started).toBeGreaterThanOrEqual(50)
  })
})
