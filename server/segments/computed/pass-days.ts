import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** The news that computed traits of some people may be others by now. */
export const TRAITS_DUE = 'traits.due'

const PEOPLE_PER_NEWS = 2_000
const MOST_AT_ONCE = 20_000

/**
 * Lets time pass for computed traits: has the people worked out anew whose values time alone may have changed. That they are due is
 * forgotten in the transaction that tells of them; being worked out, they learn when they are due next.
 */
export async function passDays({ db, clock }: Platform): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ person_id: string }>`
      with due as (
        select trait_id, person_id from computed_values where due_at <= ${new Date(clock.now())}
        order by due_at limit ${MOST_AT_ONCE} for update skip locked
      ), told as (
        update computed_values v set due_at = null from due d
        where v.trait_id = d.trait_id and v.person_id = d.person_id
      )
      select distinct person_id from due`.execute(trx)
    const people = rows.map(({ person_id }) => person_id)
    await tellDue(trx, people)
  })
}

/** Has these people worked out anew, in the transaction that says why. */
export async function tellDue(trx: Trx, people: string[]): Promise<void> {
  const news = Array.from({ length: Math.ceil(people.length / PEOPLE_PER_NEWS) }, (_, place) => ({
    type: TRAITS_DUE,
    payload: { people: people.slice(place * PEOPLE_PER_NEWS, (place + 1) * PEOPLE_PER_NEWS) },
  }))
  await publish(trx, news)
}
