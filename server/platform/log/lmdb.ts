import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { open, type RootDatabase } from 'lmdb'
import { keepRoom, type Room } from './lmdb-room.ts'

/** A store of LMDB. All writes go through `write`, which says how many bytes of pages they take at most, about. */
export type Lmdb = {
  root: RootDatabase
  write: Room['within']
  /** Closes it; what LMDB still waits for after a failed commit never comes, and holds nothing up. */
  close(): Promise<void>
}

const CLOSE_LIMIT_MS = 2_000

/** Opens LMDB in this folder, making it if need be. */
export function openLmdb(folder: string): Lmdb {
  mkdirSync(folder, { recursive: true })
  // Without batches by turns of the event loop, which are promises that nobody can await: one that fails on a full disk
  // would end the process. Writes of a turn share a commit all the same.
  const root = open({ path: folder, maxDbs: 8, noMemInit: true, commitDelay: 0, eventTurnBatching: false })
  const room = keepRoom(root, join(folder, 'data.mdb'))
  return {
    root,
    write: (bytes, run) => room.within(bytes, () => written(run())),
    close: () => Promise.race([root.close(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]),
  }
}

const REASON_LATE_MS = 1_000

/** Waits for a write. Rejects with the reason when it failed, which LMDB tells by a second promise, if at all. */
async function written<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (!(error instanceof Error && 'commitError' in error)) throw error
    const told = Promise.resolve(error.commitError).catch((reason: unknown) => reason)
    const cause: unknown = await Promise.race([told, sleep(REASON_LATE_MS, undefined, { ref: false })])
    // "No space left on device", without the pages that were to be written.
    throw new Error(cause instanceof Error ? cause.message.replace(/: Attempting .*/, '') : error.message, {
      cause,
    })
  }
}

/**
 * Waits until all that was committed is on the disk, and gives up with the reason when that cannot be. What LMDB promises
 * of a flush it forgets when a commit fails beside it, as on a broken disk; but a later write that is on the disk took
 * all before it along, so when the promise is late, `writeMark` writes one.
 */
export async function flushed({ root }: Lmdb, writeMark: () => Promise<unknown>): Promise<void> {
  while (!(await isFlushedSoon(root))) await writeMark()
}

const FLUSH_LATE_MS = 1_000

function isFlushedSoon(root: RootDatabase): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FLUSH_LATE_MS, false)
    const settle = (then: () => void) => () => {
      clearTimeout(timer)
      then()
    }
    root.flushed.then(
      settle(() => resolve(true)),
      settle(() => resolve(false)),
    )
  })
}
