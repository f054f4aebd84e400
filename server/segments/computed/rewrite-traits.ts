import { sql } from 'kysely'
import { rewritePeople } from '../../people/index.ts'
import type { Platform } from '../../platform/index.ts'

const PEOPLE_PER_PAGE = 1_000

/**
 * Writes people anew whose trait has another name by now, or loses its value; a page is one transaction, so a run that was cut off
 * goes on where it was. A trait that is being removed is gone in the end. Gives false when there is nothing more to do.
 */
export async function rewriteTraits({ db }: Platform): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; state: string; rewritten_to: string }>`
      select id, state, rewritten_to from computed_traits where rewritten_to is not null
      order by updated_at, id limit 1 for update skip locked`.execute(trx)
    const [task] = rows
    if (!task) return false
    const { rows: page } = await sql<{ person_id: string }>`
      select person_id from computed_values where trait_id = ${task.id} and person_id > ${task.rewritten_to}::uuid
      order by person_id limit ${PEOPLE_PER_PAGE}`.execute(trx)
    const people = page.map(({ person_id }) => person_id)
    if (people.length > 0) {
      await rewritePeople(trx, people)
      await sql`update computed_traits set rewritten_to = ${people.at(-1)}::uuid where id = ${task.id}`.execute(
        trx,
      )
    } else if (task.state === 'removing') {
      await sql`delete from computed_traits where id = ${task.id}`.execute(trx)
    } else {
      await sql`update computed_traits set rewritten_to = null where id = ${task.id}`.execute(trx)
    }
    return true
  })
}
