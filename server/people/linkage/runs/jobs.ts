import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { LinkageRun } from '../../../../model/linkage.ts'
import type { Platform } from '../../../platform/index.ts'
import type { LastSeen } from '../../decisions/decide.ts'
import { linkAutomatically } from '../automatic/link-automatically.ts'
import { readSettings } from '../review/settings.ts'
import { forgetTouched, latestTouch } from '../touched/forget-touched.ts'
import { matchTouched } from '../touched/match-touched.ts'
import { isDue, paced } from '../touched/when-due.ts'
import { compareSome, matchEverybody, type Thread } from './on-thread.ts'
import { readPeople } from './read-people.ts'
import { saveMatches } from './save-matches.ts'

const POLL_MS = 1_000
/** A run that was cut off, by a crash for instance, is begun anew. */
const ORPHANED = 'running'

/**
 * Runs matching when it is asked for, on a thread of its own when there is a script for one, compares who changed since, and links
 * the surest pairs where that is allowed.
 */
export function startLinkageJobs(
  platform: Platform,
  script: URL | null,
  lastSeenOf: LastSeen,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const thread = { script, signal: stopping.signal }
  const compareChanged = paced(async () => {
    if (await isDue(platform.db)) await matchTouched(platform, (task) => compareSome(task, thread))
  })
  const loop = async () => {
    await sql`update linkage_runs set state = 'waiting', step = 'waiting' where state = ${ORPHANED}`.execute(
      platform.db,
    )
    while (!stopping.signal.aborted) {
      try {
        await runWaiting(platform, thread)
        await compareChanged()
        await linkAutomatically(platform, lastSeenOf)
      } catch (error) {
        if (!stopping.signal.aborted) platform.logger.error({ err: error }, 'Looking for duplicates failed')
      }
      await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** Takes the run that waits, if one does, to its end. */
export async function runWaiting(
  platform: Platform,
  thread: Thread = { script: null, signal: new AbortController().signal },
): Promise<void> {
  const { db } = platform
  const { rows } = await sql<{ id: string }>`
    update linkage_runs set state = 'running', started_at = now(), step = 'reading', error = null
    where id = (select id from linkage_runs where state = 'waiting' limit 1 for update skip locked) returning id`.execute(
    db,
  )
  const run = rows[0]
  if (!run) return
  try {
    await carryOut(platform, run.id, thread)
  } catch (error) {
    if (thread.signal.aborted) return
    const why = error instanceof Error ? error.message : String(error)
    await change(platform, run.id, { state: 'failed', error: why })
    throw error
  }
}

async function carryOut(platform: Platform, id: string, thread: Thread): Promise<void> {
  const touchesBefore = await latestTouch(platform.db)
  const settings = await readSettings(platform.db)
  const { ids, columns } = await readPeople(platform.db, {
    onRead: (people) => change(platform, id, { step: 'reading', people }),
  })
  await change(platform, id, { step: 'comparing' })
  const matched = await matchEverybody({ size: ids.length, columns, settings }, thread)
  await change(platform, id, { step: 'saving', pairs_scored: matched?.scored ?? 0 })
  const modelId = matched ? await saveMatches(platform.db, { ids, matched }) : null
  await forgetTouched(platform.db, touchesBefore)
  await sql`update linkage_runs set model_id = ${modelId}::uuid, finished_at = now() where id = ${id}`.execute(
    platform.db,
  )
  await change(platform, id, { state: 'done', step: 'done', pairs_found: matched?.pairs.length ?? 0 })
}

type Change = Partial<
  Pick<LinkageRun, 'state' | 'step' | 'people' | 'pairs_scored' | 'pairs_found' | 'error'>
>

async function change({ db }: Platform, id: string, to: Change): Promise<void> {
  await sql`
    update linkage_runs set state = coalesce(${to.state ?? null}, state), step = coalesce(${to.step ?? null}, step),
      people = coalesce(${to.people ?? null}::int, people), error = ${to.error ?? null},
      pairs_scored = coalesce(${to.pairs_scored ?? null}::bigint, pairs_scored),
      pairs_found = coalesce(${to.pairs_found ?? null}::int, pairs_found)
    where id = ${id}`.execute(db)
}
