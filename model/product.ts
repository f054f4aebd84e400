import { z } from 'zod'
import { jsonObject } from './json.ts'
import { currency, unitPrice } from './money.ts'
import { pageQuery } from './page.ts'
import { crmRecord } from './record.ts'
import { optionalText, text } from './strings.ts'

/** What is sold. */
export const product = crmRecord.omit({ object: true }).extend({
  /** The article number; no two products have the same, in small or capital letters. */
  sku: z.string().nullable(),
  description: z.string(),
  unit: z.string(),
  category: z.string(),
  /** One that is not active is offered for no new line item. */
  active: z.boolean(),
})
export type Product = z.infer<typeof product>

const sku = text(100).nullable()
const parts = z
  .object({
    sku,
    description: optionalText(2_000),
    unit: optionalText(40),
    category: optionalText(100),
    active: z.boolean(),
  })
  .partial()

export const productInput = z.object({
  name: text(300),
  ...parts.shape,
  owner_id: z.string().max(100).nullable().optional(),
  fields: jsonObject.default({}),
})
export type ProductInput = z.input<typeof productInput>

/** A change of a product. With `version`, it is refused (409) when somebody else changed the product since. */
export const productChange = z.object({
  name: text(300).optional(),
  ...parts.shape,
  owner_id: z.string().max(100).nullable().optional(),
  version: z.number().int().optional(),
})
export type ProductChange = z.input<typeof productChange>

export const productsQuery = pageQuery.extend({
  search: optionalText(200).optional(),
  active: z.enum(['true', 'false']).optional(),
  category: optionalText(100).optional(),
  /** The book whose prices are shown. */
  price_book: z.uuid().optional(),
})

/** A product in a list, with its price in the book that was asked for. */
export const pricedProduct = product
  .omit({ fields: true, labels: true })
  .extend({ unit_price: z.number().nullable(), currency: z.string().nullable() })
export type PricedProduct = z.infer<typeof pricedProduct>

const MOST_UPSERTS = 1_000

/** Products by SKU: those that are there are changed, the others made. `unit_price` goes into the book. */
export const productUpserts = z.object({
  products: z
    .array(
      z.object({
        sku: text(100),
        name: text(300).optional(),
        ...parts.omit({ sku: true }).shape,
        unit_price: unitPrice.nullable().optional(),
      }),
    )
    .min(1)
    .max(MOST_UPSERTS),
  price_book_id: z.uuid().optional(),
  /** Says what would come of it, and changes nothing. */
  dry_run: z.boolean().default(false),
})
export type ProductUpserts = z.input<typeof productUpserts>

/** What came of each, in their order. */
export const productUpsertsAnswer = z.object({
  outcomes: z.array(
    z.object({
      sku: z.string(),
      outcome: z.enum(['created', 'changed', 'unchanged', 'refused']),
      id: z.uuid().nullable(),
      problem: z.string().nullable(),
    }),
  ),
})
export type ProductUpsertsAnswer = z.infer<typeof productUpsertsAnswer>

/** Prices of products in one currency, for some time or for good. */
export const priceBook = z.object({
  id: z.uuid(),
  name: z.string(),
  currency: z.string(),
  /** Where deals in its currency take their prices from. */
  is_default: z.boolean(),
  /** The first and the last day on which it holds. */
  valid_from: z.iso.date().nullable(),
  valid_until: z.iso.date().nullable(),
  /** Whether it holds today. */
  holds: z.boolean(),
  /** How many products have a price in it. */
  prices: z.number(),
  version: z.number(),
  archived_at: z.iso.datetime().nullable(),
})
export type PriceBook = z.infer<typeof priceBook>

const day = z.iso.date().nullable()

export const priceBookInput = z.object({
  name: text(100),
  currency,
  is_default: z.boolean().default(false),
  valid_from: day.default(null),
  valid_until: day.default(null),
})
export type PriceBookInput = z.input<typeof priceBookInput>

/** A change of a book; its currency stays. With `version`, it is refused (409) when somebody else changed it since. */
export const priceBookChange = z.object({
  name: text(100).optional(),
  is_default: z.boolean().optional(),
  valid_from: day.optional(),
  valid_until: day.optional(),
  archived: z.boolean().optional(),
  version: z.number().int().optional(),
})
export type PriceBookChange = z.input<typeof priceBookChange>

/** A product's price in one book; null where it has none. */
export const productPrice = z.object({
  book: z.object({ id: z.uuid(), name: z.string(), currency: z.string(), holds: z.boolean() }),
  unit_price: z.number().nullable(),
})
export type ProductPrice = z.infer<typeof productPrice>

const MOST_PRICES = 1_000

/** Prices of a book; null takes a price out of it. */
export const pricesInput = z.object({
  prices: z
    .array(z.object({ product_id: z.uuid(), unit_price: unitPrice.nullable() }))
    .min(1)
    .max(MOST_PRICES),
})
export type PricesInput = z.input<typeof pricesInput>
