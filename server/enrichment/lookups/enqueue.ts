import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { EnrichedObject } from '../../../model/enrichment.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Cause } from '../ask/judge.ts'

type Question = {
  provider: { id: string; object: EnrichedObject }
  /** People by their present ids, or companies. */
  records: string[]
  askedBy: string
  now: number
  byHand?: boolean
  again?: boolean
  runId?: string | null
}

/** Has a provider asked about these records; whoever waits already waits once. Gives how many were added. */
export function enqueueLookups(db: Queryable, question: Question): Promise<number> {
  return insert(
    db,
    question,
    question.records.map((record) => ({ record, cause: null, reason: null })),
  )
}

export type Skipped = { record: string; cause: Cause; reason: string }

/** Notes that these are not asked about, and why. */
export function noteSkipped(
  db: Queryable,
  { skipped, ...question }: Omit<Question, 'records'> & { skipped: Skipped[] },
): Promise<number> {
  return insert(db, question, skipped)
}

type Row = { record: string; cause: Cause | null; reason: string | null }

async function insert(
  db: Queryable,
  { provider, askedBy, now, byHand = false, again = false, runId = null }: Omit<Question, 'records'>,
  rows: Row[],
): Promise<number> {
  if (rows.length === 0) return 0
  const input = rows.map((row) => ({ ...row, id: randomUUID() }))
  const isPerson = provider.object === 'person'
  const at = new Date(now)
  const { numAffectedRows = 0n } = await sql`
    insert into enrichment_lookups (id, provider_id, run_id, person_ref, company_id, state, cause, reason, asked_by, by_hand, again,
      next_attempt_at, created_at, finished_at)
    select id, ${provider.id}::uuid, ${runId}::uuid, case when ${isPerson} then record end, case when ${isPerson} then null else record end,
      case when cause is null then 'waiting' else 'skipped' end, cause, reason, ${askedBy}, ${byHand}, ${again},
      ${at}::timestamptz, ${at}::timestamptz, case when cause is null then null else ${at}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as n (id uuid, record uuid, cause text, reason text)
    order by record on conflict do nothing`.execute(db)
  return Number(numAffectedRows)
}
