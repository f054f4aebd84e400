import { sql } from 'kysely'
import type { AutomaticLinking } from '../../../../model/linkage.ts'
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

/** Whether pairs are linked without being asked about; off until somebody switches it on. */
export async function isAutomatic(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ on: boolean }>`
    select value = 'true'::jsonb as on from settings where key = ${KEY}`.execute(db)
  return rows[0]?.on ?? false
}

/** Switches it. What was linked stays linked. */
export async function switchAutomatic({ db }: Platform, actor: Actor, on: boolean): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await isAutomatic(trx)
    await sql`
      insert into settings (key, value) values (${KEY}, to_jsonb(${on}::boolean))
      on conflict (key) do update set value = excluded.value, updated_at = now()`.execute(trx)
    const subject = { type: 'linkage_settings', id: null, name: null }
    await audit(trx, actor, {
      action: 'linkage.automatic_changed',
      subject,
      details: { before: { on: before }, after: { on } },
    })
  })
}

/** Whether it is on, and what it would link now; of examples those that the caller gets to see. */
export async function findEffect(db: Queryable, caller: Actor): Promise<AutomaticLinking> {
  const candidates = await findCandidates(db, await loadRules(db), MOST_LOOKED_AT)
  const allowed = candidates.filter(({ isAllowed }) => isAllowed)
  const ids = allowed.slice(0, EXAMPLES).map(({ id }) => id)
  const { rows } = await sql<{ link_at: number | null; linked: number }>`
    select (select (settings ->> 'linkAt')::float8 from linkage_models order by created_at desc, id desc limit 1) as link_at,
      (select count(*)::int from linkage_labels l join identity_decisions d on d.id = l.decision_id and d.revoked_at is null
       where l.actor_id = ${MATCHING} and l.decision = 'same') as linked`.execute(db)
  return {
    on: await isAutomatic(db),
    link_at: rows[0]?.link_at ?? null,
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
