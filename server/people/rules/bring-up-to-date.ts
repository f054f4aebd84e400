import { sql } from 'kysely'
import type { LastSeen } from '../decisions/decide.ts'
import { askToReconsider } from '../decisions/reconsider.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { RuleBook } from './rule-book.ts'
import { comparePage, type PageComparison } from './compare-page.ts'

/** So many identifiers are resolved anew together, in one transaction of the pipeline. */
const PART_IDENTIFIERS = 1_000
/** The pipeline is never given more than this to do beside its events. */
const PARTS_AHEAD = 4

type Application = {
  version: number
  cursor: string | null
  sent: number
  settled: number
}

/**
 * Brings people up to date with the rules that hold: looks at everybody page by page, and sends those through the
 * pipeline who are other than the rules say. Gives false when there is nothing more to do for now. A run that was cut
 * off goes on where it ended: what is sent and up to where everybody was looked at is one transaction.
 */
export async function bringUpToDate(
  { db }: Platform,
  { rules, lastSeenOf }: { rules: RuleBook; lastSeenOf: LastSeen },
): Promise<boolean> {
  const application = await findApplication(db)
  if (!application || application.sent - application.settled >= PARTS_AHEAD) return false
  const { version, cursor, sent, settled } = application
  const page = await comparePage(db, { rules: await rules.of(version), after: cursor })
  if (page.last === null) {
    if (settled >= sent) await finish(db, version)
    return false
  }
  const parts = partsOf(page.changed)
  const asked: Record<string, number>[] = []
  for (const part of parts) asked.push(await withLastSeen(db, part, lastSeenOf))
  return db.transaction().execute(async (trx) => {
    if (!(await keepPlace(trx, application, { page, parts: parts.length }))) return true
    for (const [index, identifiers] of asked.entries())
      await askToReconsider(trx, { identifiers, rules: { version, part: sent + index + 1 } })
    return true
  })
}

/** True while people are being brought up to date with rules. */
export async function isApplying(db: Queryable): Promise<boolean> {
  return (await findApplication(db)) !== null
}

async function findApplication(db: Queryable): Promise<Application | null> {
  const { rows } = await sql<Application>`
    select version, cursor, sent, settled from identity_rule_versions
    where finished_at is null order by version desc limit 1`.execute(db)
  return rows[0] ?? null
}

async function finish(db: Queryable, version: number): Promise<void> {
  await sql`update identity_rule_versions set finished_at = now(), looked_at = total where version = ${version}`.execute(
    db,
  )
}

/** Notes how far everybody was looked at; false when another process was faster or other rules hold by now. */
async function keepPlace(
  db: Queryable,
  { version, cursor }: Application,
  { page, parts }: { page: PageComparison; parts: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update identity_rule_versions set cursor = ${page.last}::uuid, looked_at = looked_at + ${page.identifiers},
      total = greatest(total, looked_at + ${page.identifiers}), sent = sent + ${parts}
    where version = ${version} and finished_at is null and cursor is not distinct from ${cursor}::uuid`.execute(
    db,
  )
  return numAffectedRows === 1n
}

function partsOf(changed: string[]): string[][] {
  const parts = Math.ceil(changed.length / PART_IDENTIFIERS)
  return Array.from({ length: parts }, (_, index) =>
    changed.slice(index * PART_IDENTIFIERS, (index + 1) * PART_IDENTIFIERS),
  )
}

/** When each identifier was last seen, in ms; one without events was seen when it became known. */
export async function withLastSeen(
  db: Queryable,
  ids: string[],
  lastSeenOf: LastSeen,
): Promise<Record<string, number>> {
  const lastSeen = await lastSeenOf(ids)
  const { rows } = await sql<{ id: string; first_seen: Date }>`
    select id, first_seen from identifiers where id = any(${ids}::uuid[])`.execute(db)
  return Object.fromEntries(rows.map(({ id, first_seen }) => [id, lastSeen.get(id) ?? first_seen.getTime()]))
}
