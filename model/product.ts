import { z } from 'zod'

const MAX_ITEMS = 200
const MAX_BULK = 10_000

const name = z.string().trim().min(1, 'Give it a name.').max(300)
const words = z.string().trim().max(200)
const amount = z.number().min(0).max(1e13)
const percent = z.number().min(0).max(100)

/** What is sold. Its prices stand in price books; `price` is that of the default one, or of the one asked about. */
export const product = z.object({
  id: z.uuid(),
  name: z.string(),
  code: z.string(),
  description: z.string(),
  category: z.string(),
  unit: z.string(),
  active: z.boolean(),
  price: z.number().nullable(),
  currency: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type Product = z.infer<typeof product>

const productFields = {
  name,
  code: words.optional(),
  description: z.string().trim().max(5_000).optional(),
  category: words.optional(),
  unit: z.string().trim().max(50).optional(),
}
const prices = z
  .array(z.object({ price_book_id: z.uuid(), amount: amount.nullable() }))
  .max(100)
  .optional()

export const productInput = z.object({ ...productFields, prices })
export type ProductInput = z.input<typeof productInput>

export const productChange = z
  .object({ ...productFields, active: z.boolean() })
  .partial()
  .extend({ prices })
export type ProductChange = z.input<typeof productChange>

const productPrice = z.object({ price_book_id: z.uuid(), amount: z.number() })
export const productWithPrices = product.extend({ prices: z.array(productPrice) })
export type ProductWithPrices = z.infer<typeof productWithPrices>

export const productsQuery = z.object({
  search: z.string().trim().max(200).optional(),
  archived: z.stringbool().default(false),
  /** Prices of this book. */
  price_book: z.uuid().optional(),
})
export type ProductsQuery = Partial<Record<keyof z.input<typeof productsQuery>, string | boolean>>

/** Products as another system has them, known by their code. */
export const productsInBulk = z.object({
  price_book_id: z.uuid().optional(),
  products: z
    .array(z.object({ ...productFields, code: words.min(1), price: amount.nullish() }))
    .min(1)
    .max(MAX_BULK),
})
export const bulkOutcome = z.object({ created: z.number(), updated: z.number(), unchanged: z.number() })
export type BulkOutcome = z.infer<typeof bulkOutcome>

const currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'A currency has three letters, such as EUR.')

export const priceBook = z.object({
  id: z.uuid(),
  name: z.string(),
  currency: z.string(),
  is_default: z.boolean(),
  active: z.boolean(),
  products: z.number(),
})
export type PriceBook = z.infer<typeof priceBook>

export const priceBookInput = z.object({ name, currency })
export type PriceBookInput = z.input<typeof priceBookInput>
export const priceBookChange = z.object({ name, active: z.boolean(), is_default: z.literal(true) }).partial()
export type PriceBookChange = z.input<typeof priceBookChange>

/** Null takes a product out of the book. */
export const pricesInput = z.object({
  prices: z.array(z.object({ product_id: z.uuid(), amount: amount.nullable() })).max(MAX_BULK),
})

const billings = ['once', 'month', 'year'] as const

const lineItemInput = z.object({
  product_id: z.uuid().nullish(),
  /** The product's, when left out. */
  name: name.optional(),
  quantity: z.number().positive().max(1e8).multipleOf(0.001, 'At most three decimals.').default(1),
  /** The price in the book of the deal's currency, when left out. */
  unit_price: amount.optional(),
  discount_percent: percent.default(0),
  tax_percent: percent.default(0),
  billing: z.enum(billings).default('once'),
})
export type LineItemInput = z.input<typeof lineItemInput>

export const lineItemsInput = z.object({
  items: z.array(lineItemInput).max(MAX_ITEMS),
  /** Whether the amount of the deal is what its products come to. */
  follows: z.boolean().optional(),
  version: z.number().int().optional(),
})
export type LineItemsInput = z.input<typeof lineItemsInput>

export const lineItem = z.object({
  id: z.uuid(),
  product_id: z.uuid().nullable(),
  name: z.string(),
  quantity: z.number(),
  unit_price: z.number(),
  discount_percent: z.number(),
  tax_percent: z.number(),
  billing: z.enum(billings),
  /** What the line comes to before tax, to the cent. */
  net: z.number(),
})
export type LineItem = z.infer<typeof lineItem>

/** What is offered in a deal. Of what is paid every month or year, one month or year counts. */
export const lineItems = z.object({
  items: z.array(lineItem),
  currency: z.string(),
  follows: z.boolean(),
  net: z.number(),
  tax: z.number(),
  /** What of it comes again every month and every year, before tax. */
  monthly: z.number(),
  yearly: z.number(),
  /** The deal's, to change the items of the version that was seen. */
  version: z.number(),
})
export type LineItems = z.infer<typeof lineItems>
