import { sql } from 'kysely'
import {
  automaticSettings,
  type AutomaticLinking,
  type AutomaticSettings,
} from '../../../../model/linkage.ts'
import { audit } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { loadRules } from '../../rules/rule-versions.ts'
import { MATCHING } from '../review/decide-pair.ts'
import { selectPairs } from '../review/list-pairs.ts'
import { findCandidates } from './find-candidates.ts'

const KEY = 'linkage_automatic'
const MOST_LOOKED_AT = 1_000
const EXAMPLES = 5

/** Whether pairs are linked without being asked about, and which; off until somebody switches it on. */
export async function readAutomatic(db: Queryable): Promise<AutomaticSettings> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where key = ${KEY}`.execute(db)
  return automaticSettings.parse(rows[0]?.value ?? { on: false })
}

/** Switches it. What was linked stays linked. */
export async function switchAutomatic(
  { db }: Platform,
  actor: Actor,
  after: AutomaticSettings,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await readAutomatic(trx)
    await sql`
      insert into settings (key, value) values (${KEY}, ${JSON.stringify(after)}::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`.execute(trx)
    const subject = { type: 'linkage_settings', id: null, name: null }
    await audit(trx, actor, { action: 'linkage.automatic_changed', subject, details: { before, after } })
  })
}

/** Whether it is on, and what it would link now; of examples those that the caller gets to see. */
export async function findEffect(db: Queryable, caller: Actor): Promise<AutomaticLinking> {
  const settings = await readAutomatic(db)
  const asked = { rules: await loadRules(db), from: settings.from, limit: MOST_LOOKED_AT }
  const candidates = await findCandidates(db, asked)
  const allowed = candidates.filter(({ isAllowed }) => isAllowed)
  const ids = allowed.slice(0, EXAMPLES).map(({ id }) => id)
  const { rows } = await sql<{ learned: boolean; linked: number }>`
    select exists (select from linkage_models) as learned,
      (select count(*)::int from linkage_labels l join identity_decisions d on d.id = l.decision_id and d.revoked_at is null
       where l.actor_id = ${MATCHING} and l.decision = 'same') as linked`.execute(db)
  return {
    ...settings,
    learned: rows[0]?.learned ?? false,
    pairs: allowed.length,
    people: new Set(allowed.flatMap(({ a, b }) => [a, b])).size,
    held_back: candidates.length - allowed.length,
    examples: await selectPairs(db, caller, {
      where: sql`p.id = any(${ids}::uuid[])`,
      order: sql`p.weight desc, p.id`,
    }),
    linked: rows[0]?.linked ?? 0,
  }
}
