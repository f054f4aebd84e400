import { sql } from 'kysely'
import type { ConnectedList } from '../../../model/identity-lists.ts'
import type { ConnectedIdentifier } from '../../../model/identity-rules.ts'
import { MAX_USERS_BEHIND } from '../../../model/identity-rules.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'

export type ConnectedQuery = {
  list: ConnectedList
  limit: number
  cursor?: string | undefined
}

type Row = Omit<ConnectedIdentifier, 'users' | 'examples' | 'review'> & {
  users: number
  examples: ConnectedIdentifier['examples'] | null
  verdict: 'quarantined' | 'normal' | null
  reviewed_by: string | null
  reviewed_at: Date | null
}

const EXAMPLES = 3

const conditions: Record<ConnectedQuery['list'], ReturnType<typeof sql>> = {
  to_review: sql`i.state = 'quarantined' and r.verdict is null`,
  shared: sql`i.state = 'shared'`,
  blocked: sql`i.state = 'blocked'`,
  reviewed: sql`r.verdict is not null`,
}

/** Identifiers that join nobody, or would not, had not somebody decided so, in the order of their ids. */
export async function listConnected(
  db: Queryable,
  { list, limit, cursor }: ConnectedQuery,
): Promise<{ data: ConnectedIdentifier[]; next: string | null }> {
  const after = cursor ?? null
  const rows = await select(db, {
    condition: sql`${conditions[list]} and (${after}::uuid is null or i.id > ${after}::uuid)`,
    limit: limit + 1,
  })
  const data = rows.slice(0, limit).map(toConnected)
  return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}

/** One identifier with who is behind it; throws `not_found`. */
export async function findConnected(db: Queryable, id: string): Promise<ConnectedIdentifier> {
  const [row] = await select(db, { condition: sql`i.id = ${id}::uuid`, limit: 1 })
  if (!row) throw fail('not_found', 'There is no identifier with this id.')
  return toConnected(row)
}

async function select(
  db: Queryable,
  { condition, limit }: { condition: ReturnType<typeof sql>; limit: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with shown as materialized (
      select i.id, i.type, i.value, i.state, i.person_id as person, r.verdict, r.by as reviewed_by, r.at as reviewed_at
      from identifiers i left join identity_reviews r on r.identifier_id = i.id
      where ${condition} order by i.id limit ${limit}
    )
    select shown.*, behind.users, behind.examples from shown cross join lateral (
      select count(*)::int as users, (jsonb_agg(jsonb_build_object('id', u.person_id, 'name', coalesce(p.name, p.email, u.value)))
        filter (where u.place <= ${EXAMPLES})) as examples
      from (
        select named.*, row_number() over () as place from (
          (select i.id, i.value, i.person_id from identity_links l join identifiers i on i.id = l.a
            where l.b = shown.id and i.type = 'user_id' limit ${MAX_USERS_BEHIND + 1})
          union
          (select i.id, i.value, i.person_id from identity_links l join identifiers i on i.id = l.b
            where l.a = shown.id and i.type = 'user_id' limit ${MAX_USERS_BEHIND + 1})
        ) named
      ) u left join people p on p.id = u.person_id and u.place <= ${EXAMPLES}
    ) behind order by shown.id`.execute(db)
  return rows
}

function toConnected({
  users,
  examples,
  verdict,
  reviewed_by,
  reviewed_at,
  ...row
}: Row): ConnectedIdentifier {
  return {
    ...row,
    users: { count: Math.min(users, MAX_USERS_BEHIND), more: users > MAX_USERS_BEHIND },
    examples: examples ?? [],
    review: verdict && reviewed_at ? { verdict, by: reviewed_by ?? '', at: reviewed_at.toISOString() } : null,
  }
}
