import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openLmdbLog } from '../../server/platform/log/index.ts'
import { mayMount, mountDisk } from './small-disk.ts'

const ROUNDS = 60
const LONG_MS = 20_000

it.runIf(mayMount())(
  'answers each append on a disk that is now full and now not, whatever is trimmed beside it',
  async () => {
    const parent = await mkdtemp(join(tmpdir(), 'kith-full-log-'))
    const folder = join(parent, 'log')
    const disk = mountDisk(folder, { mb: 24, reserveMb: 0 })
    const log = openLmdbLog(folder)
    const record = Buffer.alloc(500_000, 1)
    const answers = { written: 0, refused: 0 }
    const append = () =>
      log.append(record).then(
        () => (answers.written += 1),
        () => (answers.refused += 1),
      )
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 3 === 1) disk.fill()
      const writes = Array.from({ length: 20 }, async (_, place) => {
        await sleep(place % 5)
        return place % 4 === 0 ? log.trim(log.head()).catch(() => 0) : append()
      })
      expect(await Promise.race([Promise.all(writes).then(() => 'answered'), sleep(LONG_MS, 'hangs')])).toBe(
        'answered',
      )
      if (round % 3 === 1) disk.clear()
    }
    expect(answers.written).toBeGreaterThan(0)
    expect(answers.refused).toBeGreaterThan(0)
    await log.close()
    disk.remove()
    await rm(parent, { recursive: true, force: true })
  },
)
