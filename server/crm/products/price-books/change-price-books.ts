import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { PriceBook, PriceBookChange, priceBookInput } from '../../../../model/product.ts'
import { audit, changesOf } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { publish } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { findPriceBook } from './find-price-books.ts'

const BOOKS_LOCK = 714_202_640
const MOST_BOOKS = 200

/** Makes a price book; the first of a currency is its default. Throws `conflict` when there is one of this name. */
export async function createPriceBook(
  { db }: Platform,
  actor: Actor,
  input: z.output<typeof priceBookInput>,
): Promise<PriceBook> {
  const { name, currency, valid_from, valid_until } = input
  requireOrder(input)
  return db.transaction().execute(async (trx) => {
    const others = await lockBooks(trx)
    if (others.length >= MOST_BOOKS) throw fail('conflict', `There are at most ${MOST_BOOKS} price books.`)
    requireFreeName(others, name)
    const isDefault = input.is_default || !others.some((one) => one.currency === currency && one.is_default)
    const id = randomUUID()
    if (isDefault) await yieldDefault(trx, currency)
    await sql`
      insert into price_books (id, name, currency, is_default, valid_from, valid_until)
      values (${id}, ${name}, ${currency}, ${isDefault}, ${valid_from}, ${valid_until})`.execute(trx)
    const book = await findPriceBook(trx, id)
    await tellOfBook(trx, actor, { kind: 'created', book })
    return book
  })
}

/**
 * Renames a price book, makes it the default of its currency, says when it holds, archives or restores it. Throws
 * `not_found`, `validation_failed`, and `conflict` when somebody else changed it since or another one has the name.
 */
export async function changePriceBook(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: PriceBookChange },
): Promise<PriceBook> {
  return db.transaction().execute(async (trx) => {
    const others = (await lockBooks(trx)).filter((one) => one.id !== id)
    const before = await findPriceBook(trx, id)
    if (change.version !== undefined && change.version !== before.version)
      throw fail('conflict', undefined, { version: before.version })
    const archived = change.archived ?? before.archived_at !== null
    const isDefault = (change.is_default ?? before.is_default) && !archived
    const after = {
      name: change.name ?? before.name,
      valid_from: change.valid_from === undefined ? before.valid_from : change.valid_from,
      valid_until: change.valid_until === undefined ? before.valid_until : change.valid_until,
    }
    requireOrder(after)
    if (!archived) requireFreeName(others, after.name)
    if (isDefault) await yieldDefault(trx, before.currency, id)
    await sql`
      update price_books set name = ${after.name}, valid_from = ${after.valid_from}, valid_until = ${after.valid_until},
        is_default = ${isDefault}, archived_at = case when ${archived} then coalesce(archived_at, now()) end,
        version = version + 1, updated_at = now() where id = ${id}`.execute(trx)
    const book = await findPriceBook(trx, id)
    await tellOfBook(trx, actor, { kind: 'changed', book, before })
    return book
  })
}

type Book = Pick<PriceBook, 'id' | 'name' | 'currency' | 'is_default'>

async function lockBooks(trx: Trx): Promise<Book[]> {
  await sql`select pg_advisory_xact_lock(${BOOKS_LOCK})`.execute(trx)
  const { rows } = await sql<Book>`
    select id, name, currency, is_default from price_books where archived_at is null`.execute(trx)
  return rows
}

function requireFreeName(others: Book[], name: string): void {
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw fail('conflict', `There is a price book called ${name} already.`, { field: 'name' })
}

function requireOrder({
  valid_from: from,
  valid_until: until,
}: Pick<PriceBook, 'valid_from' | 'valid_until'>): void {
  if (from !== null && until !== null && until < from)
    throw invalidField('valid_until', 'The last day is before the first one.')
}

async function yieldDefault(trx: Trx, currency: string, except?: string): Promise<void> {
  await sql`
    update price_books set is_default = false, version = version + 1, updated_at = now()
    where currency = ${currency} and is_default and id is distinct from ${except ?? null}::uuid`.execute(trx)
}

type Story = { kind: 'created' | 'changed'; book: PriceBook; before?: PriceBook }

async function tellOfBook(trx: Trx, actor: Actor, { kind, book, before }: Story): Promise<void> {
  await audit(trx, actor, {
    action: `price_book.${kind}`,
    subject: { type: 'price_book', id: book.id, name: book.name },
    details: before ? changesOf(audited(before), audited(book)) : audited(book),
  })
  await publish(trx, [{ type: `price_book.${kind}`, payload: { id: book.id, name: book.name } }])
}

function audited({ name, currency, is_default, valid_from, valid_until, archived_at }: PriceBook) {
  return { name, currency, is_default, valid_from, valid_until, archived: archived_at !== null }
}
