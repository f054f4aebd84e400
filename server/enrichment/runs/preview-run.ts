import type { EnrichmentPreview } from '../../../model/enrichment.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { judge, type Asked, type Cause } from '../ask/judge.ts'
import { countRecords, listRecords } from './list-records.ts'

const RECORDS_AT_ONCE = 500
/** More are reckoned from these. */
const LOOKED_AT = 5_000
const DAYS_OF_A_MONTH = 30

/** How many a run would ask about, how many not and why, and what it would cost. */
export async function previewRun(
  db: Queryable,
  provider: Asked,
  { segment, now }: { segment: string | null; now: number },
): Promise<EnrichmentPreview> {
  const group = { object: provider.object, segment }
  const records = await countRecords(db, group)
  const found = new Map<Cause | 'ready', number>()
  let lookedAt = 0
  let after: string | null = null
  while (lookedAt < LOOKED_AT) {
    const ids: string[] = await listRecords(db, group, { after, limit: RECORDS_AT_ONCE })
    for (const one of (await judge(db, provider, { ids, now })).values()) {
      const kind = one.ready ? 'ready' : one.cause
      found.set(kind, (found.get(kind) ?? 0) + 1)
    }
    lookedAt += ids.length
    after = ids.at(-1) ?? null
    if (ids.length < RECORDS_AT_ONCE) break
  }
  const estimated = lookedAt >= LOOKED_AT && records > lookedAt
  const of = (kind: Cause | 'ready') =>
    Math.round((found.get(kind) ?? 0) * (estimated ? records / lookedAt : 1))
  const { price, limits } = provider.definition
  return {
    records,
    to_ask: of('ready'),
    known: of('known'),
    no_consent: of('no_consent'),
    nothing_to_ask_by: of('nothing_to_ask_by'),
    cost: Math.round(of('ready') * price.amount * 100) / 100,
    currency: price.currency,
    days: daysFor(of('ready'), limits),
    estimated,
  }
}

function daysFor(requests: number, { per_day, per_month }: Asked['definition']['limits']): number {
  const byDay = per_day === null ? 1 : Math.ceil(requests / per_day)
  const months = per_month === null ? 1 : Math.ceil(requests / per_month)
  return requests === 0 ? 0 : Math.max(byDay, months > 1 ? (months - 1) * DAYS_OF_A_MONTH : 1)
}
