import { sql } from 'kysely'
import { nextAttemptAt } from '../../platform/backoff.ts'
import type { Platform } from '../../platform/index.ts'
import { readAnswer, type Told } from '../answer/read-answer.ts'
import { sendRequest, type AskOptions } from '../ask/send-request.ts'
import { withoutKeys } from '../manage/keys.ts'
import { beginLookup, type Begun } from './begin-lookup.ts'
import type { Claimed } from './claim-lookups.ts'
import { answerLookup, endLookup, keepAnswer, postponeLookup } from './lookup-states.ts'
import { noteFailure, noteSuccess, pauseProvider } from './provider-state.ts'
import { writeAnswer } from './write-answer.ts'

/** Each may cost money. */
const MOST_ATTEMPTS = 4
/** A key that is refused is not in order a minute later. */
const PAUSE_MS = 15 * 60_000

/** Asks a claimed question once, and writes down what came of it. */
export async function attemptLookup(
  platform: Platform,
  claimed: Claimed,
  options: AskOptions,
): Promise<void> {
  const begun = await beginLookup(platform, claimed)
  if (begun.do === 'nothing') return
  if (begun.do === 'write') return writeAnswer(platform, { claimed, ...begun })
  const answer = await sendRequest(begun.request, { ...options, id: claimed.id })
  const told = readAnswer(begun.provider.definition, answer, platform.clock.now())
  await settle(platform, claimed, { begun, told })
}

type Settling = { begun: Extract<Begun, { do: 'send' }>; told: Told }

async function settle(platform: Platform, claimed: Claimed, { begun, told }: Settling): Promise<void> {
  const { db } = platform
  const { provider } = begun
  const now = platform.clock.now()
  if (told.result === 'found') {
    await keepAnswer(db, claimed, told.values)
    await noteSuccess(db, provider.id)
    return writeAnswer(platform, { claimed, provider, values: told.values })
  }
  if (told.result === 'not_found') {
    await answerLookup(db, claimed, {
      state: 'not_found',
      traits: [],
      now,
      cacheDays: provider.definition.cache_days,
    })
    return noteSuccess(db, provider.id)
  }
  const reason = withoutKeys(told.reason, begun.keys)
  if (told.result === 'busy') {
    const until = Math.max(told.notBeforeMs ?? now + PAUSE_MS, now + 1_000)
    await pauseProvider(db, provider.id, { until, reason })
    return postponeLookup(db, claimed, { at: now, cause: 'retry', reason, counts: false })
  }
  await noteFailure(db, provider.id, { now, reason })
  const attempts = await attemptsOf(platform, claimed)
  if (told.result === 'refused' || attempts >= MOST_ATTEMPTS) {
    const cause = told.result === 'refused' ? 'refused' : 'gave_up'
    return endLookup(db, claimed, { state: 'failed', cause, reason, now })
  }
  return postponeLookup(db, claimed, {
    at: nextAttemptAt(now, Math.max(1, attempts)),
    cause: 'retry',
    reason,
    counts: true,
  })
}

async function attemptsOf({ db }: Platform, { id }: Claimed): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`
    select attempts from enrichment_lookups where id = ${id}::uuid`.execute(db)
  return rows[0]?.attempts ?? 0
}
