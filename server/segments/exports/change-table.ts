import { sql, type RawBuilder } from 'kysely'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import {
  fixedColumns,
  profileOf,
  requireExport,
  traitCells,
  traitColumns,
  type MembersAsked,
  type Profile,
} from './member-table.ts'
import { fixed, type Table } from './table.ts'

const ROWS_PER_READ = 1_000

/** The time whose changes are asked for, without its end; from the beginning on when `since` is null. */
export type ChangesAsked = MembersAsked & { since: Date | null; until: Date }

type Row = { entered_at: Date; left_at: Date | null; at: Date; key: string } & Profile

/**
 * Who entered a segment and who left it within a time, of those whom the caller may export: a row for each entry and each
 * exit, `change` says which. From the beginning on it is only who is in it. Throws as `requireExport`.
 */
export async function changeTable(db: Queryable, caller: Actor, asked: ChangesAsked): Promise<Table> {
  requireExport(caller, asked.members, asked.traits)
  const columns = [
    fixed('change'),
    fixed('at', 'time'),
    ...fixedColumns(asked.members),
    ...(await traitColumns(db, asked.members, asked.traits)),
  ]
  return { columns, pages: readChanges(db, caller, asked) }
}

async function* readChanges(db: Queryable, caller: Actor, asked: ChangesAsked): AsyncGenerator<unknown[][]> {
  yield* readStays(db, caller, { ...asked, from: present })
  if (asked.since) yield* readStays(db, caller, { ...asked, from: past })
}

type Stays = {
  rows: RawBuilder<unknown>
  at: RawBuilder<unknown>
  key: RawBuilder<unknown>
  type: RawBuilder<unknown>
}

/** Stays that go on, by when they began, and stays that are over, by when they ended. */
const present: Stays = {
  rows: sql`(select *, null::timestamptz as left_at from segment_members)`,
  at: sql`m.entered_at`,
  key: sql`m.member_id`,
  type: sql`uuid`,
}
const past: Stays = { rows: sql`segment_stays`, at: sql`m.left_at`, key: sql`m.id`, type: sql`bigint` }

async function* readStays(
  db: Queryable,
  caller: Actor,
  { from, segment, members, since, until, traits }: ChangesAsked & { from: Stays },
): AsyncGenerator<unknown[][]> {
  const isIn = (at: Date | null) => at !== null && at < until && (since === null || at >= since)
  for (let last: Row | null = null; ;) {
    const onward: RawBuilder<unknown> = last
      ? sql`(${from.at}, ${from.key}) > (${last.at}, ${last.key}::${from.type})`
      : sql`${from.at} >= ${since ?? '-infinity'}::timestamptz`
    const { rows }: { rows: Row[] } = await sql<Row>`
      select m.entered_at, m.left_at, ${from.at} as at, ${from.key}::text as key, ${profileOf(caller, members)}
      from ${from.rows} m join ${sql.table(members)} p on p.id = m.member_id
      where m.segment_id = ${segment}::uuid and ${onward} and ${visibleTo(caller, members, 'export', sql`p`)}
      order by ${from.at}, ${from.key} limit ${ROWS_PER_READ}`.execute(db)
    last = rows.at(-1) ?? null
    if (!last) return
    yield rows.flatMap((row) => [
      ...(isIn(row.entered_at) ? [cellsOf('entered', row.entered_at, row)] : []),
      ...(isIn(row.left_at) ? [cellsOf('left', row.left_at, row)] : []),
    ])
  }

  function cellsOf(change: 'entered' | 'left', at: Date | null, row: Row): unknown[] {
    return [change, at, ...row.fixed, ...traitCells(row, traits)]
  }
}
