import { z } from 'zod'

/** A number that has no more decimals than the database keeps, so that nothing is rounded without a word. */
export function decimal(decimals: number, { min = 0, max }: { min?: number; max: number }) {
  return z
    .number()
    .min(min)
    .max(max)
    .refine((value) => Number(value.toFixed(decimals)) === value, `has more than ${decimals} decimals`)
}

/** The price of one unit: up to four decimals, because a unit may cost less than a cent. */
export const unitPrice = decimal(4, { max: 1e10 })

export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter currency code such as EUR')
