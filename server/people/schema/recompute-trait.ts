import { sql } from 'kysely'
import type { Database, Trx } from '../../platform/relational/index.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { rewritePeople } from '../traits/store-computed.ts'

const PAGE_IDENTIFIERS = 2_000

type Task = { trait: string; cursor: string | null }

/**
 * Writes some of the people anew about whom several sources say something of a trait whose order of sources has changed.
 * Gives false when there is nothing more to do. A page is one transaction, so a run that was cut off goes on where it was.
 */
export async function recomputeTrait(db: Database): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockIdentity(trx)
    const { rows } = await sql<Task>`
      select trait, cursor from trait_recomputes order by asked_at limit 1 for update skip locked`.execute(
      trx,
    )
    const [task] = rows
    if (!task) return false
    const { last, people } = await nextPage(trx, task)
    if (last === null) {
      await sql`delete from trait_recomputes where trait = ${task.trait}`.execute(trx)
      return true
    }
    await rewritePeople(trx, people)
    await sql`
      update trait_recomputes set cursor = ${last}::uuid, people = people + ${people.length}
      where trait = ${task.trait}`.execute(trx)
    return true
  })
}

/** The people of the next identifiers; where one source alone says something, no order changes it. */
async function nextPage(
  trx: Trx,
  { trait, cursor }: Task,
): Promise<{ last: string | null; people: string[] }> {
  const { rows } = await sql<{ id: string; person: string | null }>`
    with page as materialized (
      select id, person_id, traits -> ${trait} as fact from identifiers
      where ${cursor}::uuid is null or id > ${cursor}::uuid order by id limit ${PAGE_IDENTIFIERS}
    )
    select id, case when fact ? 'o' or (fact is not null and exists (
        select from identifiers i where i.person_id = page.person_id and i.id <> page.id and i.traits ? ${trait}
      )) then person_id end as person
    from page order by id`.execute(trx)
  const people = rows.flatMap(({ person }) => person ?? [])
  return { last: rows.at(-1)?.id ?? null, people: [...new Set(people)] }
}
