const MOST = 1e10

/** Reads a typed number: "1,250.5", "1 250", "0.0125" or nothing at all (null). Not a number when it is none. */
export function readPrice(text: string): number | null {
  const plain = text.replaceAll(/[\s,'’]/g, '')
  return plain === '' ? null : Number(plain)
}

/** What is wrong with a typed price; null when nothing is. */
export function priceProblem(text: string): string | null {
  const price = readPrice(text)
  if (price === null) return null
  if (!(price >= 0 && price <= MOST)) return 'Write a number such as 19.90.'
  return Number(price.toFixed(4)) === price ? null : 'A price has at most four decimals.'
}
