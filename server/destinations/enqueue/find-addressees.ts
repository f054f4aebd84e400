import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const MAX_IDENTIFIERS = 100

export type Identifier = { type: string; value: string }

/** A person as a message tells of them. `id` is that of the person now, `asked` the id that was asked for. */
export type Addressee = { asked: string; id: string; traits: JsonObject; identifiers: Identifier[] }

/** These people as they are now, by the id asked for, oldest identifiers first; people who are no more are missing. */
export async function findAddressees(db: Queryable, ids: string[]): Promise<Map<string, Addressee>> {
  const { rows } = await sql<Addressee>`
    select me.id as asked, p.id, p.traits, known.identifiers
    from identifiers me join people p on p.id = me.person_id
    cross join lateral (
      select jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value) order by i.first_seen, i.type, i.value) as identifiers
      from (
        select type, value, first_seen from identifiers
        where person_id = p.id order by first_seen, type, value limit ${MAX_IDENTIFIERS}
      ) i
    ) known
    where me.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.asked, row]))
}
