import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../../model/json.ts'
import { visibleTo } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import {
  escapeLike,
  askWhatResembles,
  mostAlike,
  resembles,
  type Database,
} from '../../../platform/relational/index.ts'

/** So many people of a kind are compared; of a very common name that is not everybody. */
const MOST = 200

/** An identifier that what was typed stands for. */
export type TypedIdentifier = { type: string; value: string }
export type Typed = { name: string | undefined; identifiers: TypedIdentifier[] }
export type Candidate = {
  id: string
  name: string | null
  email: string | null
  traits: JsonObject
  /** The types of the typed identifiers that are this person's. */
  known: string[]
}

/** People whom the caller may see, who have one of the identifiers or a name or an address that is spelt much like it. */
export function findCandidates(db: Database, caller: Actor, typed: Typed): Promise<Candidate[]> {
  const seen = visibleTo(caller, 'people', 'view', sql`p`)
  const identifiers = JSON.stringify(typed.identifiers)
  const texts = [typed.name, ...typed.identifiers.map(({ value }) => value)].flatMap((text) =>
    text ? [text.toLowerCase()] : [],
  )
  const alike = texts.map((text): RawBuilder<unknown> => {
    const people = sql`select p.id, p.search as text from people p where p.search <> '' and ${seen}`
    const has = sql`${people} and p.search like ${`%${escapeLike(text)}%`} limit ${MOST}`
    const resembling = sql`${people} and ${resembles(sql`p.search`, text)}`
    return sql`
      select id, null as type from (${has}) as having_it
      union all select id, null from ${mostAlike(resembling, text, MOST)} as resembling_it`
  })
  return askWhatResembles(db, async (trx) => {
    const { rows } = await sql<Candidate>`
      with known as (
        select i.person_id as id, i.type from jsonb_to_recordset(${identifiers}::jsonb) as t (type text, value text)
        join identifiers i on i.type = t.type and i.value = t.value
      ), found as (select * from known ${sql.join(
        alike.map((one) => sql`union all ${one}`),
        sql` `,
      )})
      select p.id, p.name, p.email, p.traits, array_remove(array_agg(distinct f.type), null) as known
      from found f join people p on p.id = f.id and ${seen} group by p.id`.execute(trx)
    return rows
  })
}
