import { join } from 'node:path'
import type { Database } from 'lmdb'
import { PAGE_BYTES } from './lmdb-room.ts'
import { flushed, openLmdb } from './lmdb.ts'
import { openSeenKeys } from './lmdb-seen-keys.ts'
import type { FollowableLog, LogRecord } from './log.ts'

const TRIM_CHUNK = 10_000

/**
 * The log on this machine's disk. Appends of one event-loop turn share a commit, and a second commit may be under
 * way while the first is flushed, so throughput does not depend on the disk's latency.
 */
export function openLmdbLog(folder: string): FollowableLog {
  const lmdb = openLmdb(folder)
  const { root } = lmdb
  const records = root.openDB<Buffer, number>({
    name: 'records',
    encoding: 'binary',
    keyEncoding: 'ordered-binary',
  })
  const meta = root.openDB<number, string>({ name: 'meta' })
  const waiters = new Set<() => void>()
  let next = Math.max(lastKey(records), meta.get('trimmed') ?? 0) + 1
  let visible = next - 1
  // Apart from the records, so that remembering keys never keeps an append waiting.
  const seen = openSeenKeys(join(folder, 'seen'))
  const untilFlushed = () =>
    flushed(lmdb, () => lmdb.write(PAGE_BYTES, () => meta.put('flushed', Date.now())))
  const advance = (position: number) => {
    visible = Math.max(visible, position)
    for (const wake of waiters) wake()
  }

  return {
    advance,
    async append(value) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      let position = 0
      await lmdb.write(bytes.length + PAGE_BYTES, () => records.put((position = next++), bytes))
      await untilFlushed()
      advance(position)
      return position
    },
    read: (after, limits) => readRecords(records, { after, upTo: visible }, limits),
    head: () => visible,
    async trim(position) {
      const from = meta.get('trimmed') ?? 0
      for (let start = from + 1; start <= position; start += TRIM_CHUNK) {
        const end = Math.min(position, start + TRIM_CHUNK - 1)
        await lmdb.write(PAGE_BYTES, () =>
          root.transaction(() => {
            for (let key = start; key <= end; key++) void records.remove(key)
            void meta.put('trimmed', end)
          }),
        )
      }
    },
    size: () => visible - Math.min(visible, meta.get('trimmed') ?? 0),
    waitFor: (position, timeoutMs) =>
      visible > position ? Promise.resolve() : wakeOrTimeout(waiters, timeoutMs),
    seen,
    async close() {
      await seen.close()
      await untilFlushed().catch(() => undefined)
      await lmdb.close()
    },
  }
}

function lastKey(records: Database<Buffer, number>): number {
  for (const key of records.getKeys({ reverse: true, limit: 1 })) return key
  return 0
}

function readRecords(
  records: Database<Buffer, number>,
  span: { after: number; upTo: number },
  limits: { maxRecords: number; maxBytes: number },
): LogRecord[] {
  const found: LogRecord[] = []
  let bytes = 0
  for (const { key, value } of records.getRange({
    start: span.after + 1,
    end: span.upTo + 1,
    limit: limits.maxRecords,
  })) {
    bytes += value.byteLength
    if (found.length > 0 && bytes > limits.maxBytes) break
    found.push({ position: key, value })
  }
  return found
}

function wakeOrTimeout(waiters: Set<() => void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      waiters.delete(done)
      resolve()
    }
    const timer = setTimeout(done, timeoutMs)
    waiters.add(done)
  })
}
