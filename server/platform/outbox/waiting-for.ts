import { sql, type RawBuilder } from 'kysely'
import type { Processor } from './outbox.ts'

/**
 * The news that a processor has not handled, visible to it or about to be, as something to select from. It starts at the
 * processor's place in the outbox instead of at its beginning: what was handled is kept for a week.
 */
export function waitingFor({ name, handles }: Processor): RawBuilder<unknown> {
  return sql`outbox o where o.type = any(${handles}::text[]) and (o.txid, o.id) > (
    coalesce((select txid from processor_cursors where name = ${name}), '0'::xid8),
    coalesce((select id from processor_cursors where name = ${name}), 0))`
}
