import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { KithError } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'
import type { BulkRecord } from './bulk-record.ts'
import type { PeopleLists } from './people-lists.ts'
import {
  claimBulkChange,
  Interrupted,
  runBulkChange,
  runCreation,
  undoBulk,
  type BulkJob,
} from './run-bulk.ts'

const POLL_MS = 300
const RETRY_MS = 3_000
const TIDY_MS = 3_600_000
const KEPT_DAYS = 30
const MAX_ATTEMPTS = 5

/** Works on changes of many records in the background, one at a time; what a crash cut off goes on by itself. */
export function startBulkJobs(platform: Platform, lists: PeopleLists): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const job: BulkJob = { platform, worker: randomUUID(), lists }
  const attempts = new Map<string, number>()
  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  let tidied = 0
  const loop = async () => {
    if (platform.relational.engine === 'embedded') await releaseAll(platform)
    while (!stopping.signal.aborted) {
      const outcome = await workOnBulk(job, attempts).catch((error: unknown) => {
        platform.logger.error(
          { err: error },
          'Changes of many records cannot be worked on and will be tried again',
        )
        return 'failed' as const
      })
      if (outcome === 'idle' && platform.clock.now() - tidied > TIDY_MS) {
        tidied = platform.clock.now()
        await tidyUp(platform)
      }
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
export async function workOnBulk(
  job: BulkJob,
  attempts = new Map<string, number>(),
): Promise<'idle' | 'worked' | 'failed'> {
  const record = await claimBulkChange(job.platform.db, job.worker)
  if (!record) return 'idle'
  try {
    if (record.cancelled) await settle(job, record, { state: 'cancelled', error: null })
    else if (record.state === 'undoing') await undoBulk(job, record)
    else if (record.kind === 'create') await runCreation(job, record)
    else await runBulkChange(job, record)
    attempts.delete(record.id)
    return 'worked'
  } catch (error) {
    if (error instanceof Interrupted) return 'worked'
    const tries = (attempts.get(record.id) ?? 0) + 1
    attempts.set(record.id, tries)
    const said = 'It failed several times. The log of the server says why.'
    if (error instanceof KithError) await settle(job, record, { state: 'failed', error: error.message })
    else if (tries >= MAX_ATTEMPTS) await settle(job, record, { state: 'failed', error: said })
    job.platform.logger.error({ err: error, bulkChange: record.id }, 'A change of many records failed')
    return 'failed'
  }
}

type Settled = { state: 'failed' | 'cancelled'; error: string | null }

async function settle(
  { platform: { db, clock } }: BulkJob,
  { id, state: from }: BulkRecord,
  { state, error }: Settled,
): Promise<void> {
  await sql`
    update bulk_changes set state = ${state}, error = ${error}, lease_until = null, finished_at = ${new Date(clock.now())}
    where id = ${id} and state = ${from}`.execute(db)
}

/** The embedded database has one worker: after a crash all is free. */
async function releaseAll({ db }: Platform): Promise<void> {
  await sql`update bulk_changes set lease_until = null where lease_until is not null`.execute(db)
}

/** What cannot be taken back any more is kept no longer. */
async function tidyUp({ db, clock }: Platform): Promise<void> {
  const before = new Date(clock.now() - KEPT_DAYS * 86_400_000)
  await sql`delete from bulk_changes where finished_at < ${before}`.execute(db)
}
