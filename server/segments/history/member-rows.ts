import { sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor } from '../../platform/http/index.ts'

export type MembersQuery = {
  segment: string
  state: 'present' | 'past'
  limit: number
  cursor?: string | undefined
}

/** Where the rows of each list are, and what orders them: the latest entry first, or the latest exit. */
const lists = {
  present: {
    from: sql`segment_members`,
    columns: sql`m.entered_at, null::timestamptz as left_at, m.entered_at as at, m.member_id as key`,
    order: { at: sql`m.entered_at`, key: sql`m.member_id`, type: sql`uuid` },
    position: z.tuple([z.iso.datetime(), z.uuid()]),
  },
  past: {
    from: sql`segment_stays`,
    columns: sql`m.entered_at, m.left_at, m.left_at as at, m.id as key`,
    order: { at: sql`m.left_at`, key: sql`m.id`, type: sql`bigint` },
    position: z.tuple([z.iso.datetime(), z.number()]),
  },
}

/** From where a page of members is read, and what comes after its cursor. */
export function onwardIn({ state, cursor }: Pick<MembersQuery, 'state' | 'cursor'>) {
  const { position, ...list } = lists[state]
  const [before, beforeKey] = cursor ? decodeCursor<[string, string | number]>(cursor, position) : []
  const { at, key, type } = list.order
  const onward = cursor ? sql`(${at}, ${key}) < (${before}::timestamptz, ${beforeKey}::${type})` : sql`true`
  return { ...list, onward }
}
