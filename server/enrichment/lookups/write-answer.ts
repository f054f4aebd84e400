import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { systemActor } from '../../access/index.ts'
import { recordCrmFacts } from '../../crm/index.ts'
import { lockPeopleForWriting, type Fact, type KnownIdentifier } from '../../people/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { chooseValues } from '../answer/choose-values.ts'
import type { Asked } from '../ask/judge.ts'
import type { Claimed } from './claim-lookups.ts'
import { answerLookup, endLookup } from './lookup-states.ts'

type Writing = { claimed: Claimed; provider: Asked & { name: string }; values: JsonObject }

/** Writes the values of an answer as what its provider says, puts them on the timeline, and ends the question, all or nothing. */
export async function writeAnswer(platform: Platform, { claimed, provider, values }: Writing): Promise<void> {
  const now = platform.clock.now()
  await platform.db.transaction().execute(async (trx) => {
    const record = await lockRecord(trx, claimed)
    if (record === 'taken') return
    if (!record) {
      const reason = 'The record is not there any more.'
      await endLookup(trx, claimed, { state: 'skipped', cause: 'gone', reason, now })
      return
    }
    const chosen = await chooseValues(trx, provider, { record: record.id, values })
    const written = chosen.filter((one) => one.written)
    const traits = Object.fromEntries(written.map(({ trait, value }) => [trait, value]))
    const names = Object.keys(traits)
    if (names.length > 0) {
      await recordCrmFacts(trx, [factOf(record, { traits, claimed, now })], platform.log.head())
      await tell(trx, record, { provider, names, at: new Date(now) })
    }
    await answerLookup(trx, claimed, {
      state: 'found',
      traits: names,
      reason: names.length === 0 ? 'Other sources say all of it already.' : null,
      now,
      cacheDays: provider.definition.cache_days,
    })
  })
}

type Locked =
  | { object: 'person'; id: string; identifier: KnownIdentifier }
  | { object: 'company'; id: string; groupId: string }

/**
 * The record as it is now, which nobody merges meanwhile; `taken` when the question is not ours any more. People and companies are
 * locked before the question, as whoever takes them away does, and their questions with them.
 */
async function lockRecord(trx: Trx, { id, lease }: Claimed): Promise<Locked | 'taken' | null> {
  const { rows } = await sql<{ person_ref: string | null; company_id: string | null }>`
    select person_ref, company_id from enrichment_lookups where id = ${id}::uuid`.execute(trx)
  const [row] = rows
  if (!row) return 'taken'
  const [person] = await lockPeopleForWriting(trx, systemActor, row.person_ref ? [row.person_ref] : [])
  const company = row.company_id ? await lockCompany(trx, row.company_id) : null
  const { rows: own } = await sql`
    select from enrichment_lookups
    where id = ${id}::uuid and lease = ${lease}::uuid and state = 'waiting' for update`.execute(trx)
  if (own.length === 0) return 'taken'
  return person ? personOf(trx, person) : company
}

async function personOf(trx: Trx, { id, ref }: { id: string; ref: string }): Promise<Locked> {
  const { rows } = await sql<KnownIdentifier>`
    select id, type, value from identifiers where id = ${ref}::uuid`.execute(trx)
  invariant(rows[0], 'A person has an identifier.')
  return { object: 'person', id, identifier: rows[0] }
}

async function lockCompany(trx: Trx, id: string): Promise<Locked | null> {
  const { rows } = await sql<{ group_id: string }>`
    select group_id from companies where id = ${id}::uuid for no key update`.execute(trx)
  return rows[0] ? { object: 'company', id, groupId: rows[0].group_id } : null
}

/** Hearsay: it does not mean that somebody was seen. */
function factOf(
  record: Locked,
  { traits, claimed, now }: { traits: JsonObject; claimed: Claimed; now: number },
): Fact {
  const about = {
    at: now,
    sourceId: claimed.provider_id,
    messageId: `enrichment-${claimed.id}`,
    isHearsay: true,
  }
  if (record.object === 'person') return { ...about, identifiers: [record.identifier], traits, company: null }
  return {
    ...about,
    identifiers: [],
    traits: null,
    company: { id: record.id, groupId: record.groupId, traits },
  }
}

type Told = { provider: Writing['provider']; names: string[]; at: Date }

async function tell(trx: Trx, record: Locked, { provider, names, at }: Told): Promise<void> {
  const isPerson = record.object === 'person'
  await recordEvent(trx, {
    type: 'track',
    event: isPerson ? 'Person Enriched' : 'Company Enriched',
    personRef: record.object === 'person' ? record.identifier.id : null,
    companyRef: isPerson ? null : record.id,
    properties: { provider: provider.name, provider_id: provider.id, traits: names },
    at,
  })
}
