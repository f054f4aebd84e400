import { sql } from 'kysely'

/** Orders identifiers `o` by how surely they stand for one person, the oldest of a type first. */
export const byStrengthInSql = sql`
  case o.type when 'user_id' then 0 when 'email' then 1 when 'anonymous_id' then 3 else 2 end, o.first_seen, o.id`
