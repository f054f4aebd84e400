import { statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { RootDatabase } from 'lmdb'

const MB = 1024 * 1024
/** For the pages of the trees that each commit writes anew, besides what it stores. */
const KEPT_FREE = 2 * MB
const GROWTH = 4 * MB
/** How much may be taken before the pages are counted again. */
const UNCOUNTED = MB / 4

export const PAGE_BYTES = 4096

export type Room = {
  /** Runs a write of at most about so many bytes of pages, at once where there is room. Rejects when the disk has none. */
  within<Result>(bytes: number, write: () => Promise<Result>): Promise<Result>
}

/**
 * Keeps the data file longer than its pages reach, so that LMDB never meets a full disk: when a page cannot be written,
 * LMDB (3.5) writes beyond its own memory and forgets whom to tell. The file grows here first, where a failure does no
 * harm.
 */
export function keepRoom(root: RootDatabase, file: string): Room {
  let size = statSync(file).size
  let left = 0
  let uncounted = UNCOUNTED
  let underWay = 0
  let growing: Promise<void> | null = null

  const has = (bytes: number) => {
    if (left < bytes || uncounted >= UNCOUNTED) {
      left = size - usedBytes(root) - KEPT_FREE - underWay
      uncounted = 0
    }
    return left >= bytes
  }
  const grow = async (bytes: number) => {
    try {
      await lengthen(file, bytes - left + GROWTH)
    } finally {
      size = statSync(file).size
    }
  }

  return {
    async within(bytes, write) {
      while (!has(bytes)) {
        growing ??= grow(bytes).finally(() => (growing = null))
        await growing
      }
      left -= bytes
      uncounted += bytes
      underWay += bytes
      try {
        return await write()
      } finally {
        underWay -= bytes
      }
    },
  }
}

function usedBytes(root: RootDatabase): number {
  const { lastPageNumber, pageSize } = root.getStats() as { lastPageNumber: number; pageSize: number }
  return (lastPageNumber + 1) * pageSize
}

async function lengthen(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await writeZeros(handle, bytes)
  } catch (error) {
    // "no space left on device" of "ENOSPC: no space left on device, write".
    if (!(error instanceof Error)) throw error
    throw new Error(error.message.replace(/^[A-Z]+: |, \w+$/g, ''), { cause: error })
  } finally {
    await handle.close()
  }
}

/** Zeros and not only a length: a file may be longer than the disk has room for. */
async function writeZeros(handle: FileHandle, bytes: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(bytes, MB))
  let { size: end } = await handle.stat()
  const until = end + bytes
  while (end < until)
    end += (await handle.write(zeros, 0, Math.min(zeros.length, until - end), end)).bytesWritten
}
