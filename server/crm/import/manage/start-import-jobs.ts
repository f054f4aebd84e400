import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { ImportState } from '../../../../model/import.ts'
import { KithError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/index.ts'
import { undoImport } from '../undo/undo-import.ts'
import { checkImport } from './check-import.ts'
import { claimImport, Interrupted, releaseImports } from './claim-import.ts'
import type { ImportRecord } from './import-row.ts'
import type { Job } from './job.ts'
import { readFiles } from './read-files.ts'
import { runImport } from './run-import.ts'

const POLL_MS = 300
const RETRY_MS = 3_000
const MAX_ATTEMPTS = 5

type Work = (job: Job, record: ImportRecord) => Promise<void>
const works: Partial<Record<ImportState, Work>> = {
  reading: readFiles,
  checking: checkImport,
  running: runImport,
  undoing: undoImport,
}
/** What a cancelled import becomes, by what it was at. */
const cancelledAs: Partial<Record<ImportState, ImportState>> = {
  reading: 'cancelled',
  checking: 'mapping',
  running: 'cancelled',
}

/** Works on imports in the background, one at a time; what a crash cut off goes on by itself. */
export function startImportJobs(
  platform: Platform,
  { folder }: { folder: string },
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const job: Job = { platform, folder, worker: randomUUID() }
  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  const attempts = new Map<string, number>()
  const loop = async () => {
    await releaseImports(platform.db, platform.relational.engine === 'embedded' ? null : job.worker)
    while (!stopping.signal.aborted) {
      const outcome = await workOnce(job, attempts).catch((error: unknown) => {
        platform.logger.error({ err: error }, 'Imports cannot be worked on and will be tried again')
        return 'failed' as const
      })
      if (outcome !== 'worked') await rest(outcome === 'idle' ? POLL_MS : RETRY_MS)
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      // A chunk is in a transaction: being cut off here is no worse than a crash, and as harmless.
      await Promise.race([running, sleep(2_000)])
    },
  }
}

/** Does what waits, if anything. Exported for tests, which want to wait for it. */
export async function workOnce(
  job: Job,
  attempts: Map<string, number>,
): Promise<'idle' | 'worked' | 'failed'> {
  const record = await claimImport(job.platform.db, job.worker)
  if (!record) return 'idle'
  try {
    if (record.cancelled) await settleCancelled(job, record)
    else await works[record.state]?.(job, record)
    attempts.delete(record.id)
    return 'worked'
  } catch (error) {
    if (error instanceof Interrupted) return 'worked'
    const tries = (attempts.get(record.id) ?? 0) + 1
    attempts.set(record.id, tries)
    if (error instanceof KithError) await failImport(job, record, error.message)
    else if (tries >= MAX_ATTEMPTS)
      await failImport(job, record, 'It failed several times. The log of the server says why.')
    job.platform.logger.error({ err: error, import: record.id }, 'Work on an import failed')
    return 'failed'
  }
}

async function settleCancelled({ platform: { db, clock } }: Job, record: ImportRecord): Promise<void> {
  const state = cancelledAs[record.state]
  if (!state) return
  await sql`
    update imports set state = ${state}, cancelled = false, lease_until = null,
      finished_at = ${state === 'cancelled' ? new Date(clock.now()) : null}
    where id = ${record.id} and state = ${record.state}`.execute(db)
}

async function failImport(
  { platform: { db, clock } }: Job,
  record: ImportRecord,
  error: string,
): Promise<void> {
  await sql`
    update imports set state = 'failed', error = ${error}, lease_until = null, finished_at = ${new Date(clock.now())}
    where id = ${record.id} and state = ${record.state}`.execute(db)
}
