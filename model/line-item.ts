import { z } from 'zod'
import { amountSources, billingCycles, discountKinds } from './billing.ts'
import { decimal, unitPrice } from './money.ts'
import { optionalText, text } from './strings.ts'

/** How many lines a deal has at most. */
export const MOST_LINE_ITEMS = 200

/** A line of what a deal is about: a product, or words of its own. Amounts are in the currency of the deal. */
export const lineItem = z.object({
  id: z.uuid(),
  /** Null for a line in words of its own, and for a product that is gone or that the caller may not see. */
  product: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  name: z.string(),
  sku: z.string(),
  description: z.string(),
  unit: z.string(),
  quantity: z.number(),
  unit_price: z.number(),
  discount_kind: z.enum(discountKinds),
  /** Off the whole line, each time it is billed: a percentage, or an amount. */
  discount: z.number(),
  /** Percent. */
  tax_rate: z.number(),
  billing: z.enum(billingCycles),
  /** How many times it is billed. */
  periods: z.number(),
  /** Without tax, each time it is billed. */
  period_net: z.number(),
  /** Without tax, all periods together. */
  net: z.number(),
  tax: z.number(),
  /** With tax. */
  total: z.number(),
  version: z.number(),
})
export type LineItem = z.infer<typeof lineItem>

/** What the lines of a deal add up to. Each line is rounded to cents, half away from zero, and then added. */
export const lineItemTotals = z.object({
  net: z.number(),
  tax: z.number(),
  total: z.number(),
  /** The part of `net` that is billed once. */
  once: z.number(),
  /** What the recurring lines bring a month, without tax. */
  monthly: z.number(),
})
export type LineItemTotals = z.infer<typeof lineItemTotals>

/** All lines of a deal, in order. */
export const lineItems = z.object({
  data: z.array(lineItem),
  next: z.null(),
  currency: z.string(),
  amount_source: z.enum(amountSources),
  totals: lineItemTotals,
})
export type LineItems = z.infer<typeof lineItems>

const parts = {
  name: text(300).optional(),
  description: optionalText(2_000).optional(),
  unit: optionalText(40).optional(),
  quantity: decimal(4, { min: 0.0001, max: 1e8 }).optional(),
  unit_price: unitPrice.optional(),
  discount_kind: z.enum(discountKinds).optional(),
  discount: decimal(4, { max: 1e10 }).optional(),
  tax_rate: decimal(4, { max: 100 }).optional(),
  billing: z.enum(billingCycles).optional(),
  periods: z.number().int().min(1).max(600).optional(),
}

/**
 * A new line. Of a product it takes the name, the unit and the price, unless they are given: the price of the book named,
 * else of the default book of the deal's currency.
 */
export const lineItemInput = z
  .object({
    product_id: z.uuid().nullable().optional(),
    price_book_id: z.uuid().optional(),
    ...parts,
  })
  .refine(({ product_id, name }) => Boolean(product_id) || name !== undefined, {
    message: 'Say what it is about: a product or a name.',
    path: ['name'],
  })
export type LineItemInput = z.input<typeof lineItemInput>

const items = z.array(lineItemInput).max(MOST_LINE_ITEMS)

/** New lines, at the end or behind another one (null: before all). */
export const lineItemsInput = z.object({
  items: items.min(1),
  after_item_id: z.uuid().nullable().optional(),
})
export type LineItemsInput = z.input<typeof lineItemsInput>

/** All lines of a deal, in place of those that it had. */
export const lineItemsReplacement = z.object({ items })

/** A change of a line. With `version`, it is refused (409) when somebody else changed the line since. */
export const lineItemChange = z.object({
  ...parts,
  after_item_id: z.uuid().nullable().optional(),
  version: z.number().int().optional(),
})
export type LineItemChange = z.input<typeof lineItemChange>
