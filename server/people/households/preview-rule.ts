import { sql } from 'kysely'
import { MOST_IN_A_HOUSEHOLD, type HouseholdMode, type HouseholdPreview } from '../../../model/household.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Database } from '../../platform/relational/index.ts'
import { seesHomes } from './find-household.ts'
import { homeOf } from './home-of.ts'

const PEOPLE_AT_ONCE = 2_000
/** More are not looked at: an answer is to come within seconds. */
const LOOKED_AT = 100_000
const EXAMPLES = 5

type Row = { id: string; name: string; traits: JsonObject; visible: boolean }
type Group = { shared: string; people: { id: string; name: string }[]; size: number }

/** Which households a rule would make; nothing is written. Examples name whom the caller gets to see. */
export async function previewHouseholdRule(
  db: Database,
  caller: Actor,
  mode: HouseholdMode,
): Promise<HouseholdPreview> {
  const groups = new Map<string, Group>()
  let lookedAt = 0
  let after: string | null = null
  for (let more = true; more && lookedAt < LOOKED_AT;) {
    const rows: Row[] = await peopleAfter(db, caller, after)
    for (const { id, name, traits, visible } of rows) {
      const home = homeOf(traits, mode)
      if (!home) continue
      const group = groups.get(home.household) ?? { shared: home.shared, people: [], size: 0 }
      group.size += 1
      if (visible && group.size <= MOST_IN_A_HOUSEHOLD) group.people.push({ id, name })
      groups.set(home.household, group)
    }
    lookedAt += rows.length
    after = rows.at(-1)?.id ?? null
    more = rows.length === PEOPLE_AT_ONCE
  }
  const shared = [...groups.values()].filter(({ size }) => size > 1)
  const households = shared.filter(({ size }) => size <= MOST_IN_A_HOUSEHOLD)
  return {
    households: households.length,
    people: households.reduce((sum, { size }) => sum + size, 0),
    too_large: shared.length - households.length,
    looked_at: lookedAt,
    more: lookedAt >= LOOKED_AT,
    examples: households
      .filter(({ people }) => people.length > 1)
      .slice(0, EXAMPLES)
      .map(({ shared: what, people }) => ({ shared: seesHomes(caller) ? what : '', people })),
  }
}

async function peopleAfter(db: Database, caller: Actor, after: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select p.id, coalesce(p.name, p.email, 'Anonymous') as name, p.traits, ${visibleTo(caller, 'people', 'view', sql`p`)} as visible
    from people p where ${after}::uuid is null or p.id > ${after}::uuid order by p.id limit ${PEOPLE_AT_ONCE}`.execute(
    db,
  )
  return rows
}
