const SYMBOLS: Record<string, string> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  zł: 'PLN',
}

/** A number as people write it: with signs of thousands, in brackets when negative; null when it is none. */
export function parseNumber(text: string, decimal: '.' | ','): number | null {
  const bare = text.trim().replaceAll(/[\s'’\u00A0\u202F]/g, '')
  const isNegative = /^\(.*\)$/.test(bare) || bare.startsWith('-') || bare.endsWith('-')
  const digits = bare.replaceAll(/[()\-+%]/g, '')
  const thousands = decimal === '.' ? ',' : '.'
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(digits)) return null
  const [whole = '', fraction = '', ...more] = digits.split(decimal)
  if (more.length > 0 || fraction.includes(thousands)) return null
  const groups = whole.split(thousands)
  if (groups.length > 1 && !areGroups(groups)) return null
  const value = Number(`${groups.join('')}${fraction && `.${fraction}`}`)
  if (!Number.isFinite(value)) return null
  return isNegative ? -value : value
}

/** Thousands go in threes; in India the first ones go in twos. */
function areGroups(groups: string[]): boolean {
  const [first = '', ...rest] = groups
  const last = rest.at(-1) ?? ''
  return first.length <= 3 && last.length === 3 && rest.every(({ length }) => length === 3 || length === 2)
}

/** An amount with the currency that stands beside it, if any. */
export function parseMoney(
  text: string,
  decimal: '.' | ',',
): { amount: number; currency: string | null } | null {
  const symbol = /[€$£¥₹₽]|zł/.exec(text)?.[0]
  const code = /\b[A-Z]{3}\b/.exec(text)?.[0]
  const amount = parseNumber(text.replaceAll(/[€$£¥₹₽]|zł|\b[A-Z]{3}\b/g, ''), decimal)
  return amount === null ? null : { amount, currency: code ?? (symbol ? (SYMBOLS[symbol] ?? null) : null) }
}

/** Which sign parts whole from fraction in these values: the last of both kinds, or a comma before one or two digits. */
export function detectDecimal(values: string[]): '.' | ',' {
  let [comma, dot] = [0, 0]
  for (const value of values) {
    const last = /([.,])(\d+)\D*$/.exec(value)
    if (!last) continue
    const other = last[1] === ',' ? '.' : ','
    const isFraction = value.includes(other) || last[2]?.length !== 3
    if (isFraction === (last[1] === ',')) comma += 1
    else dot += 1
  }
  return comma > dot ? ',' : '.'
}
