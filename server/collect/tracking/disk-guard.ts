import { statfs } from 'node:fs/promises'
import { fail } from '../../platform/errors.ts'

const CHECK_MS = 1_000

/** Refuses events while the disk is nearly full: the stores need room to finish what was accepted. */
export type DiskGuard = {
  check(): void
  /** A sentence when the disk is nearly full, else null. */
  trouble(): string | null
  stop(): void
}

/** Watches the free space of the data folder. */
export async function guardDisk(folder: string, minFreeBytes: number): Promise<DiskGuard> {
  let free = await freeBytes(folder)
  const timer = setInterval(
    () =>
      void freeBytes(folder).then(
        (bytes) => (free = bytes),
        () => undefined,
      ),
    CHECK_MS,
  )
  timer.unref()
  const trouble = () =>
    free >= minFreeBytes
      ? null
      : `Only ${Math.floor(free / 1024 / 1024)} MB are free on the disk of ${folder}: no events are accepted until there is room.`
  return {
    check() {
      if (trouble())
        throw fail(
          'unavailable',
          'The server’s disk is nearly full; events are accepted again when there is room.',
        )
    },
    trouble,
    stop: () => clearInterval(timer),
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
