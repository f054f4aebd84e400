import { sql } from 'kysely'
import type { EnrichmentRequest } from '../../../model/enrichment.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { judgeSubject } from '../ask/judge.ts'
import { loadSubjects } from '../ask/load-subjects.ts'
import { renderRequest } from '../ask/render-request.ts'
import type { Claimed } from './claim-lookups.ts'
import { endLookup, postponeLookup } from './lookup-states.ts'
import {
  countRequest,
  limitReached,
  lockProvider,
  pauseProvider,
  type ProviderState,
} from './provider-state.ts'
import { openKeys } from '../manage/keys.ts'

/** While somebody else asks the same. */
const WAIT_MS = 2_000

type Row = { ref: string; again: boolean; sent_at: Date | null }

/** What is to be done with a question: sent, answered from before, or nothing any more. */
export type Begun =
  | { do: 'send'; provider: ProviderState; request: EnrichmentRequest; keys: string[] }
  | { do: 'write'; provider: ProviderState; values: JsonObject }
  | { do: 'nothing' }

const nothing: Begun = { do: 'nothing' }

/**
 * Decides about a question, one of a provider at a time, so that nothing is asked twice and no limit is passed. A request that is to
 * be sent is counted and noted before it leaves.
 */
export function beginLookup(platform: Platform, claimed: Claimed): Promise<Begun> {
  const now = platform.clock.now()
  return platform.db.transaction().execute(async (trx) => {
    const provider = await lockProvider(trx, claimed.provider_id)
    const row = await ownRow(trx, claimed)
    if (!provider || !row) return nothing
    if (claimed.answer) return { do: 'write', provider, values: claimed.answer }
    if (row.sent_at) {
      await endLookup(trx, claimed, { state: 'failed', cause: 'cut_off', reason: CUT_OFF, now })
      return nothing
    }
    const subject = (await loadSubjects(trx, provider.object, [row.ref])).get(row.ref)
    const judged = judgeSubject(provider, subject)
    if (!judged.ready) {
      await endLookup(trx, claimed, { state: 'skipped', cause: judged.cause, reason: judged.reason, now })
      return nothing
    }
    const same = await sameQuestion(trx, claimed, { key: judged.key, record: judged.subject.id, now })
    if (same?.underWay) {
      await postponeLookup(trx, claimed, { at: now + WAIT_MS, cause: null, reason: null, counts: true })
      return nothing
    }
    if (same && !row.again) return fromBefore(trx, claimed, { same, provider, key: judged.key, now })
    return send(trx, platform, { claimed, provider, key: judged.key, known: judged.subject.known, now })
  })
}

const CUT_OFF =
  'Kith was stopped while the provider was answering. It may have been paid for, so it is not asked again by itself.'

async function ownRow(trx: Trx, { id, lease }: Claimed): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select coalesce(person_ref, company_id) as ref, again, sent_at from enrichment_lookups
    where id = ${id}::uuid and lease = ${lease}::uuid and state = 'waiting' for update`.execute(trx)
  return rows[0]
}

type Same = {
  underWay: boolean
  own: boolean
  state: string
  answer: JsonObject | null
  good_until: Date | null
}

/** The same question: one under way now, or else one whose answer is good, of the same record if there is one. */
async function sameQuestion(
  trx: Trx,
  { id, provider_id }: Claimed,
  { key, record, now }: { key: string; record: string; now: number },
): Promise<Same | undefined> {
  const { rows } = await sql<Same>`
    select l.state = 'waiting' as "underWay", coalesce(i.person_id, l.company_id) = ${record}::uuid as own, l.state, l.answer,
      l.good_until
    from enrichment_lookups l left join identifiers i on i.id = l.person_ref
    where l.provider_id = ${provider_id}::uuid and l.request_key = ${key} and l.id <> ${id}::uuid
      and (l.state = 'waiting' and l.sent_at is not null or l.state in ('found', 'not_found') and l.good_until > ${new Date(now)})
    order by 1 desc, 2 desc, l.finished_at desc limit 1`.execute(trx)
  return rows[0]
}

type FromBefore = { same: Same; provider: ProviderState; key: string; now: number }

async function fromBefore(
  trx: Trx,
  claimed: Claimed,
  { same, provider, key, now }: FromBefore,
): Promise<Begun> {
  if (same.own) {
    const reason = `This was asked before; the answer is good until ${same.good_until?.toISOString().slice(0, 10)}.`
    await endLookup(trx, claimed, { state: 'skipped', cause: 'known', reason, now })
    return nothing
  }
  const isFound = same.state === 'found'
  await sql`
    update enrichment_lookups set cached = true, request_key = ${key}, good_until = ${same.good_until},
      answer = ${isFound ? JSON.stringify(same.answer) : null}::jsonb
    where id = ${claimed.id}::uuid`.execute(trx)
  if (isFound) return { do: 'write', provider, values: same.answer ?? {} }
  await sql`
    update enrichment_lookups set state = 'not_found', lease = null, finished_at = ${new Date(now)}
    where id = ${claimed.id}::uuid`.execute(trx)
  return nothing
}

type Sending = { claimed: Claimed; provider: ProviderState; key: string; known: JsonObject; now: number }

async function send(
  trx: Trx,
  { secrets }: Platform,
  { claimed, provider, key, known, now }: Sending,
): Promise<Begun> {
  const full = await limitReached(trx, { id: provider.id, limits: provider.definition.limits, now })
  if (full) {
    await pauseProvider(trx, provider.id, full)
    await postponeLookup(trx, claimed, { at: now, cause: null, reason: null, counts: true })
    return nothing
  }
  const keys = openKeys(secrets, provider.secrets)
  await countRequest(trx, provider.id, now)
  await sql`
    update enrichment_lookups set sent_at = ${new Date(now)}, attempts = attempts + 1, request_key = ${key}
    where id = ${claimed.id}::uuid`.execute(trx)
  const { request } = renderRequest(provider.definition.request, known, keys)
  return { do: 'send', provider, request, keys: Object.values(keys) }
}
