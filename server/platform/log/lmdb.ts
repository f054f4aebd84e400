import { mkdirSync } from 'node:fs'
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
