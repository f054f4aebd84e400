import { statfs } from 'node:fs/promises'
import { fail } from '../../platform/errors.ts'

const CHECK_MS = 1_000
/** After this long without a further failure it is tried anew: who looks at our health may send nothing meanwhile. */
const FAILURE_COUNTS_MS = 10_000

/** Refuses events while the disk is nearly full: the stores need room to finish what was accepted. */
export type DiskGuard = {
  check(): void
  /** Told of each attempt to write an event to disk: null when it succeeded, else why not. */
  noteWrite(error: unknown): void
  /** A sentence when the disk is nearly full or could not be written to just now, else null. */
  trouble(): string | null
  stop(): void
}

/** Watches the free space of the data folder. */
export async function guardDisk(folder: string, minFreeBytes: number): Promise<DiskGuard> {
  let free = await freeBytes(folder)
  let failure: { sentence: string; at: number } | null = null
  const timer = setInterval(
    () =>
      void freeBytes(folder).then(
        (bytes) => (free = bytes),
        () => undefined,
      ),
    CHECK_MS,
  )
  timer.unref()
  const isFull = () => free < minFreeBytes
  return {
    check() {
      if (isFull())
        throw fail(
          'unavailable',
          'The server’s disk is nearly full; events are accepted again when there is room.',
        )
    },
    noteWrite(error) {
      const reason = error instanceof Error ? error.message : String(error)
      failure =
        error === null ? null : { sentence: `Events cannot be written to disk: ${reason}`, at: Date.now() }
    },
    trouble() {
      if (isFull())
        return `Only ${Math.floor(free / 1024 / 1024)} MB are free on the disk of ${folder}: no events are accepted until there is room.`
      return failure && Date.now() - failure.at < FAILURE_COUNTS_MS ? failure.sentence : null
    },
    stop: () => clearInterval(timer),
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
