import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { open, type RootDatabase } from 'lmdb'

/** Opens LMDB in this folder, making it if need be. Await writes by `written`. */
export function openLmdb(folder: string): RootDatabase {
  mkdirSync(folder, { recursive: true })
  // Without batches by turns of the event loop, which are promises that nobody can await: one that fails on a full disk
  // would end the process. Writes of a turn share a commit all the same.
  return open({ path: folder, maxDbs: 8, noMemInit: true, commitDelay: 0, eventTurnBatching: false })
}

/** Waits for a write. Rejects with the reason when it failed, which LMDB tells by a second promise. */
export async function written<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (!(error instanceof Error && 'commitError' in error)) throw error
    const cause: unknown = await Promise.resolve(error.commitError).catch((reason: unknown) => reason)
    // "No space left on device", without the pages that were to be written.
    throw new Error(cause instanceof Error ? cause.message.replace(/: Attempting .*/, '') : error.message, {
      cause,
    })
  }
}

/**
 * Waits until all that was committed is on the disk, and gives up with the reason when that cannot be. What LMDB promises
 * of a flush it forgets when a commit fails beside it, as on a full disk; but a later write that is on the disk took all
 * before it along, so when the promise is late, `writeMark` writes one.
 */
export async function flushed(root: RootDatabase, writeMark: () => Promise<unknown>): Promise<void> {
  while (!(await isFlushedSoon(root))) await written(writeMark())
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

const CLOSE_LIMIT_MS = 2_000

/** Closes it; what LMDB still waits for after a failed commit never comes, and holds nothing up. */
export async function closeLmdb(root: RootDatabase): Promise<void> {
  await Promise.race([root.close(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })])
}
