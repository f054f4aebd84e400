import { sql } from 'kysely'
import type { SegmentMembers } from '../../../model/segment.ts'
import { visibleTo } from '../../access/index.ts'
import { strongestFirst } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** Whether members are put on a list or taken off. */
export type Doing = 'add' | 'remove'

/** Who was found: the id by which they were named, whose it is, and under which id that one stands on a list. */
export type Found = { id: string; member: string; ref: string }
/** What changed on a list. */
export type Entry = { ref: string; member: string }

/** How the members of a kind stand on lists: people under the identifier that says most, companies under their id. */
type ListKind = {
  /** Those of them whom the caller sees. */
  find(trx: Trx, actor: Actor, ids: string[]): Promise<Found[]>
  add(trx: Trx, segment: string, entries: Entry[]): Promise<Entry[]>
  remove(trx: Trx, segment: string, members: string[]): Promise<Entry[]>
}

export const listKinds: Record<SegmentMembers, ListKind> = {
  people: {
    async find(trx, actor, ids) {
      const { rows } = await sql<Found>`
        select me.id, p.id as member, s.ref
        from identifiers me join people p on p.id = me.person_id
        cross join lateral (
          select o.id as ref from identifiers o where o.person_id = p.id order by ${strongestFirst} limit 1
        ) s
        where me.id = any(${ids}::uuid[]) and ${visibleTo(actor, 'people', 'view', sql`p`)}`.execute(trx)
      return rows
    },
    async add(trx, segment, entries) {
      const { rows } = await sql<{ ref: string }>`
        insert into segment_lists (segment_id, identifier_id)
        select ${segment}::uuid, n.ref
        from unnest(${entries.map(({ member }) => member)}::uuid[], ${entries.map(({ ref }) => ref)}::uuid[]) as n (member, ref)
        where not exists (
          select from identifiers i join segment_lists l on l.identifier_id = i.id
          where i.person_id = n.member and l.segment_id = ${segment}
        )
        on conflict do nothing returning identifier_id as ref`.execute(trx)
      const memberOf = new Map(entries.map(({ member, ref }) => [ref, member]))
      return rows.map(({ ref }) => ({ ref, member: memberOf.get(ref) ?? '' }))
    },
    async remove(trx, segment, members) {
      const { rows } = await sql<Entry>`
        delete from segment_lists l using identifiers i
        where i.id = l.identifier_id and i.person_id = any(${members}::uuid[]) and l.segment_id = ${segment}
        returning l.identifier_id as ref, i.person_id as member`.execute(trx)
      return rows
    },
  },
  companies: {
    async find(trx, actor, ids) {
      const { rows } = await sql<Found>`
        select c.id, c.id as member, c.id as ref from companies c
        where c.id = any(${ids}::uuid[]) and ${visibleTo(actor, 'companies', 'view', sql`c`)}`.execute(trx)
      return rows
    },
    async add(trx, segment, entries) {
      const { rows } = await sql<Entry>`
        insert into segment_lists (segment_id, identifier_id)
        select ${segment}::uuid, id from unnest(${entries.map(({ member }) => member)}::uuid[]) as n (id)
        on conflict do nothing returning identifier_id as ref, identifier_id as member`.execute(trx)
      return rows
    },
    async remove(trx, segment, members) {
      const { rows } = await sql<Entry>`
        delete from segment_lists where identifier_id = any(${members}::uuid[]) and segment_id = ${segment}
        returning identifier_id as ref, identifier_id as member`.execute(trx)
      return rows
    },
  },
}
