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

/** The record as it is now, which nobody merges meanwhile; `taken` when the question is not ours any more. */
async function lockRecord(trx: Trx, { id, lease }: Claimed): Promise<Locked | 'taken' | null> {
  const { rows } = await sql<{ person_ref: string | null; company_id: string | null }>`
    select person_ref, company_id from enrichment_lookups
    where id = ${id}::uuid and lease = ${lease}::uuid and state = 'waiting' for update`.execute(trx)
  const [row] = rows
  if (!row) return 'taken'
  if (row.person_ref) return lockPerson(trx, row.person_ref)
  const { rows: companies } = await sql<{ id: string; group_id: string }>`
    select id, group_id from companies where id = ${row.company_id}::uuid for no key update`.execute(trx)
  const [company] = companies
  return company ? { object: 'company', id: company.id, groupId: company.group_id } : null
}

async function lockPerson(trx: Trx, ref: string): Promise<Locked | null> {
  const [person] = await lockPeopleForWriting(trx, systemActor, [ref])
  if (!person) return null
  const { rows } = await sql<KnownIdentifier>`
    select id, type, value from identifiers where id = ${person.ref}::uuid`.execute(trx)
  invariant(rows[0], 'A person has an identifier.')
  return { object: 'person', id: person.id, identifier: rows[0] }
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
