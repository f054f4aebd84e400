import { matching } from '../formats/format-definition.ts'
import { parseDate } from '../values/parse-date.ts'
import { parseNumber } from '../values/parse-number.ts'

export type SeenKind = 'email' | 'phone' | 'url' | 'date' | 'money' | 'number' | 'text'

const MOST = 0.8
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const URL =
  /^(https?:\/\/|www\.)\S+\.\S+$|^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|de|fr|es|it|nl|eu|co|uk|ch|at|ai|app|dev)$/i
const PHONE = /^\+?[\d\s().\-/]{7,20}$/
const MONEY = /^\(?-?\s*([€$£¥]|[A-Z]{3})\s*-?[\d.,' ]+\)?$|^-?[\d.,' ]+\s*([€$£¥]|EUR|USD|GBP|CHF)$/

/** What the values of a column look like, most of them. */
export function kindOfValues(values: string[]): SeenKind {
  if (values.length === 0) return 'text'
  if (matching(values, EMAIL) >= MOST) return 'email'
  if (matching(values, URL) >= MOST) return 'url'
  if (share(values, (value) => /\D/.test(value) && parseDate(value, 'dmy') !== null) >= MOST) return 'date'
  if (matching(values, MONEY) >= MOST) return 'money'
  if (share(values, isPhone) >= MOST) return 'phone'
  return share(values, (value) => parseNumber(value, '.') !== null) >= MOST ? 'number' : 'text'
}

/** Digits alone are a number, unless they begin with a plus or a zero. */
function isPhone(value: string): boolean {
  const digits = value.replaceAll(/\D/g, '').length
  return (
    PHONE.test(value) && digits >= 7 && digits <= 15 && (/^[+0(]/.test(value) || /\d[\s\-/]\d/.test(value))
  )
}

function share(values: string[], is: (value: string) => boolean): number {
  return values.filter(is).length / values.length
}
