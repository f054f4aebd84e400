import { sql } from 'kysely'
import type { Fact, FactUndo } from '../../people/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { recordCrmFacts } from '../record-facts.ts'

/** The source of what users say themselves. */
const BY_HAND = '00000000-0000-4000-8000-000000000002'
const KEEP_DAYS = 7

export type Edit = {
  id: string
  object: 'person' | 'company'
  /** The identifier that the person is known by, or the company. */
  ref: string
  at: Date
}

/**
 * Records what somebody says of a person or company, as a source of its own, and keeps for a week what would take it back.
 * Gives whose the identifiers that it names are now.
 */
export async function recordEdit(
  trx: Trx,
  { log }: Platform,
  { id, object, ref, at, ...said }: Edit & Pick<Fact, 'identifiers' | 'traits' | 'company'>,
): Promise<Map<string, string>> {
  const fact = { ...said, at: at.getTime(), sourceId: BY_HAND, messageId: `edit-${id}`, isHearsay: true }
  const { personOf, undo } = await recordCrmFacts(trx, [fact], log.head())
  await keepEdit(trx, { id, object, ref, at, undo })
  return personOf
}

async function keepEdit(trx: Trx, { id, object, ref, at, undo }: Edit & { undo: FactUndo[] }): Promise<void> {
  await sql`
    insert into edits (id, object, ref, undo, created_at)
    values (${id}, ${object}, ${ref}, ${JSON.stringify(undo)}::jsonb, ${at})`.execute(trx)
  await sql`delete from edits where created_at < ${at}::timestamptz - make_interval(days => ${KEEP_DAYS})`.execute(
    trx,
  )
}
