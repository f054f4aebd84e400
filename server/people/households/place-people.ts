import { sql } from 'kysely'
import type { HouseholdMode } from '../../../model/household.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { homeOf } from './home-of.ts'

type Place = { person_id: string; household_id: string; shared: string | null }
type Row = { id: string; traits: JsonObject; decided: boolean; chosen: string | null }

/** Works out where these people live, by what somebody decided or else by the rule. */
export async function placePeople(trx: Trx, people: string[], mode: HouseholdMode): Promise<void> {
  if (people.length === 0) return
  // Whoever merges people deletes their rows, and with them their places: one after the other, neither waits for the other.
  await lockIdentity(trx)
  const { rows } = await sql<Row>`
    select p.id, p.traits, c.decided_at is not null as decided, c.household_id as chosen
    from people p left join lateral (
      select c.household_id, c.decided_at from identifiers i join household_choices c on c.person_ref = i.id
      where i.person_id = p.id order by c.decided_at desc limit 1
    ) c on true
    where p.id = any(${people}::uuid[])`.execute(trx)
  const places = rows.flatMap(({ id, traits, decided, chosen }): Place[] => {
    if (decided) return chosen ? [{ person_id: id, household_id: chosen, shared: null }] : []
    const home = homeOf(traits, mode)
    return home ? [{ person_id: id, household_id: home.household, shared: home.shared }] : []
  })
  const placed = places.map(({ person_id }) => person_id)
  await sql`
    delete from household_places where person_id = any(${people}::uuid[]) and person_id <> all(${placed}::uuid[])`.execute(
    trx,
  )
  await sql`
    insert into household_places as h (person_id, household_id, shared)
    select person_id, household_id, shared
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as n (person_id uuid, household_id uuid, shared text)
    order by person_id
    on conflict (person_id) do update set household_id = excluded.household_id, shared = excluded.shared
    where (h.household_id, h.shared) is distinct from (excluded.household_id, excluded.shared)`.execute(trx)
}
