import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'
import type { SourceOrders } from './trait-map.ts'

/** The traits whose sources have an order. They are few: an index holds no others. */
export async function loadSourceOrders(db: Queryable): Promise<SourceOrders> {
  const { rows } = await sql<{ name: string; source_order: string[] }>`
    select name, source_order from traits where source_order <> '{}'`.execute(db)
  return new Map(rows.map(({ name, source_order }) => [name, source_order]))
}
