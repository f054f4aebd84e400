import { sql } from 'kysely'

/**
 * Orders identifiers `o` by how surely they stand for one person, the oldest of a type first. What is kept about a person
 * is kept under the first of them: a person's id may later belong to a device alone; who signs in keeps the user id.
 */
export const strongestFirst = sql`
  case o.type when 'user_id' then 0 when 'email' then 1 when 'anonymous_id' then 3 else 2 end, o.first_seen, o.id`
