import { readPrice } from '../../lib/price-text.ts'

const MOST = 1e15

/** Reads a typed amount: "1,250.5", "1 250" or nothing at all (null). Not a number when it is none. */
export const readAmount = readPrice

/** What is wrong with a typed amount; null when nothing is. */
export function amountProblem(text: string): string | null {
  const amount = readAmount(text)
  if (amount === null || (amount >= 0 && amount <= MOST)) return null
  return 'Write a number such as 1250 or 1,250.50.'
}
