import { sql } from 'kysely'
import type { RecordKind } from '../../access/index.ts'
import { strongestFirst } from '../profiles/person-ref.ts'

/** People as records with owners. What is kept about one names an identifier, so that it follows merges. */
export const personKind: RecordKind = {
  object: 'people',
  one: 'person',
  many: 'people',
  permissions: { read: 'people:read', write: 'people:write' },
  from: (id) => sql`identifiers me join people r on r.id = me.person_id where me.id = ${id}::uuid`,
  name: sql`coalesce(r.name, r.email)`,
  key: sql`(select o.id from identifiers o where o.person_id = r.id order by ${strongestFirst} limit 1)`,
  keys: sql`unnest(array(select o.id from identifiers o where o.person_id = r.id))`,
}

/** Companies as records with owners. */
export const companyKind: RecordKind = {
  object: 'companies',
  one: 'company',
  many: 'companies',
  permissions: { read: 'companies:read', write: 'companies:write' },
  from: (id) => sql`companies r where r.id = ${id}::uuid`,
  name: sql`coalesce(r.name, r.group_id)`,
  key: sql`r.id`,
  keys: sql`r.id`,
}
