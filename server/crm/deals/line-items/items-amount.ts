import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'

/** What the lines of a deal add up to without tax; null when there are none. */
export async function itemsAmount(db: Queryable, dealId: string): Promise<number | null> {
  const { rows } = await sql<{ net: number | null }>`
    select sum(net)::float8 as net from deal_line_items where deal_id = ${dealId}::uuid`.execute(db)
  return rows[0]?.net ?? null
}
