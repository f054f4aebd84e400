import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import type { Line } from './new-line.ts'

/** Stores new lines and gives their ids; they still have to be ordered. */
export async function insertLines(trx: Trx, dealId: string, lines: Line[]): Promise<string[]> {
  const rows = lines.map((line) => ({ ...line, id: randomUUID() }))
  await sql`
    insert into deal_line_items (id, deal_id, product_id, position, name, sku, description, unit, quantity, unit_price,
      discount_kind, discount, tax_rate, billing, periods)
    select id, ${dealId}::uuid, product_id, 0, name, sku, description, unit, quantity, unit_price, discount_kind,
      discount, tax_rate, billing, periods
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, product_id uuid, name text, sku text,
      description text, unit text, quantity numeric, unit_price numeric, discount_kind text, discount numeric,
      tax_rate numeric, billing text, periods int)`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Gives a line other values. */
export async function changeLine(trx: Trx, id: string, line: Line): Promise<void> {
  await sql`
    update deal_line_items set name = ${line.name}, description = ${line.description}, unit = ${line.unit},
      quantity = ${line.quantity}, unit_price = ${line.unit_price}, discount_kind = ${line.discount_kind},
      discount = ${line.discount}, tax_rate = ${line.tax_rate}, billing = ${line.billing}, periods = ${line.periods},
      version = version + 1, updated_at = now()
    where id = ${id}::uuid`.execute(trx)
}

/** Lets the lines of a deal stand in the order of these ids. */
export async function orderLines(trx: Trx, ids: string[]): Promise<void> {
  await sql`
    update deal_line_items l set position = o.place
    from unnest(${ids}::uuid[]) with ordinality as o (id, place) where l.id = o.id`.execute(trx)
}

/** The order with the new ids behind one of it: null means before all, nothing behind all. */
export function placeAfter(order: string[], ids: string[], after: string | null | undefined): string[] {
  if (after === undefined) return [...order, ...ids]
  if (after === null) return [...ids, ...order]
  const place = order.indexOf(after)
  if (place === -1) throw invalidField('after_item_id', 'The deal has no line item with this id.')
  return order.toSpliced(place + 1, 0, ...ids)
}
