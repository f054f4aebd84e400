import { sql } from 'kysely'
import type { z } from 'zod'
import {
  MOST_LINE_ITEMS,
  type LineItem,
  type lineItemChange,
  type LineItems,
  type lineItemsInput,
  type lineItemsReplacement,
} from '../../../../model/line-item.ts'
import { requireWritable, systemActor } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { changeDealIn } from '../change-deal.ts'
import { lockDeal, type LockedDeal } from '../find-deal.ts'
import { requireDeal } from '../require-deal.ts'
import { findLineItems } from './find-line-items.ts'
import { checked, newLine, withValues } from './new-line.ts'
import { changeLine, insertLines, orderLines, placeAfter } from './store-lines.ts'

type Of<What> = { dealId: string } & What

/**
 * Adds lines to a deal, all or none. A deal without an amount follows its lines from its first one on. Throws
 * `not_found`, `forbidden`, `validation_failed`.
 */
export function addLineItems(
  platform: Platform,
  actor: Actor,
  { dealId, input }: Of<{ input: z.output<typeof lineItemsInput> }>,
): Promise<LineItems> {
  return editing(platform, actor, dealId, async (trx, { deal }, before) => {
    requireRoom(before.length + input.items.length)
    const lines = []
    for (const [place, item] of input.items.entries())
      lines.push(await newLine(trx, actor, { input: item, currency: deal.currency, at: `items.${place}.` }))
    const ids = await insertLines(trx, dealId, lines)
    const order = before.map(({ id }) => id)
    await orderLines(trx, placeAfter(order, ids, input.after_item_id))
    return before.length === 0 && deal.amount === null
  })
}

/** Gives a deal these lines in place of those that it has. Throws as `addLineItems` does. */
export function replaceLineItems(
  platform: Platform,
  actor: Actor,
  { dealId, input }: Of<{ input: z.output<typeof lineItemsReplacement> }>,
): Promise<LineItems> {
  return editing(platform, actor, dealId, async (trx, { deal }, before) => {
    const lines = []
    for (const [place, item] of input.items.entries())
      lines.push(await newLine(trx, actor, { input: item, currency: deal.currency, at: `items.${place}.` }))
    await sql`delete from deal_line_items where deal_id = ${dealId}::uuid`.execute(trx)
    await orderLines(trx, await insertLines(trx, dealId, lines))
    return before.length === 0 && deal.amount === null
  })
}

/**
 * Changes a line, moves it behind another one (null: to the top), or both. Throws `not_found`, and `conflict` when
 * somebody else changed the line since.
 */
export function changeLineItem(
  platform: Platform,
  actor: Actor,
  { dealId, itemId, change }: Of<{ itemId: string; change: z.output<typeof lineItemChange> }>,
): Promise<LineItems> {
  return editing(platform, actor, dealId, async (trx, _deal, before) => {
    const item = requireItem(before, itemId)
    const { version, after_item_id: after, ...values } = change
    if (version !== undefined && version !== item.version)
      throw fail('conflict', 'Somebody else changed this line in the meantime.', { version: item.version })
    const { product, ...kept } = item
    const line = checked(withValues({ ...kept, product_id: product?.id ?? null }, values))
    await changeLine(trx, itemId, line)
    if (after === undefined) return false
    const order = before.flatMap(({ id }) => (id === itemId ? [] : [id]))
    await orderLines(trx, placeAfter(order, [itemId], after))
    return false
  })
}

/** Takes a line out of a deal. Throws `not_found`, and `validation_failed` when its stage asks for the amount. */
export function removeLineItem(
  platform: Platform,
  actor: Actor,
  { dealId, itemId }: Of<{ itemId: string }>,
): Promise<LineItems> {
  return editing(platform, actor, dealId, async (trx, _deal, before) => {
    requireItem(before, itemId)
    await sql`delete from deal_line_items where id = ${itemId}::uuid`.execute(trx)
    return false
  })
}

type Edit = (trx: Trx, deal: LockedDeal, before: LineItem[]) => Promise<boolean>

/** The deal is locked while its lines change, and told of as one change with its amount. */
function editing({ db, clock }: Platform, actor: Actor, dealId: string, edit: Edit): Promise<LineItems> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const locked = await lockDeal(trx, dealId)
    await requireDeal(trx, actor, { id: dealId, action: 'edit' })
    requireWritable(actor, 'deals', ['amount'])
    const { data: before } = await findLineItems(trx, systemActor, dealId)
    const follows = await edit(trx, locked, before)
    const { data: after } = await findLineItems(trx, systemActor, dealId)
    await changeDealIn(trx, actor, {
      id: dealId,
      change: follows ? { amount_source: 'line_items' } : {},
      at,
      lineItems: { before: before.map(audited), after: after.map(audited) },
    })
    return findLineItems(trx, actor, dealId)
  })
}

function audited({ name, quantity, net }: LineItem) {
  return { name, quantity, net }
}

function requireRoom(count: number): void {
  if (count > MOST_LINE_ITEMS)
    throw invalidField('items', `A deal has at most ${MOST_LINE_ITEMS} line items.`)
}

function requireItem(items: LineItem[], id: string): LineItem {
  const item = items.find((one) => one.id === id)
  if (!item) throw fail('not_found', 'The deal has no line item with this id.')
  return item
}
