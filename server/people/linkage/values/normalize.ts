import anyAscii from 'any-ascii'
import type { FieldKind } from '../../../../model/linkage.ts'
import { readDate, type DayOrder } from './dates.ts'

const PHONE_DIGITS = 9
const NOTHING = new Set([
  'null',
  'none',
  'nan',
  'n/a',
  'na',
  '-',
  '--',
  '?',
  'unknown',
  'undefined',
  'nil',
  '\\n',
  '#n/a',
])
const TITLES = /^(mr|mrs|ms|miss|dr|prof|herr|frau|sir|mme|mlle|sr|sra)\s+(?=\S)/
const LIST_SEPARATOR = /[;,|\s[\]"]+/

/** Brings a text into the normal form of its kind; empty when it says nothing. */
export function normalizer(kind: FieldKind, dayOrder: DayOrder = 'day first'): (text: string) => string {
  const normalize = normalizers[kind]
  return (text) => {
    const trimmed = text.trim()
    return NOTHING.has(trimmed.toLowerCase()) ? '' : normalize(trimmed, dayOrder)
  }
}

const normalizers: Record<FieldKind, (text: string, dayOrder: DayOrder) => string> = {
  raw: (text) => text,
  name: (text) => words(text.replaceAll(/['’`]/g, '')).replace(TITLES, ''),
  text: words,
  category: words,
  date: readDate,
  email: (text) =>
    text
      .toLowerCase()
      .replace(/^mailto:/, '')
      .replaceAll(/\s/g, ''),
  phone: (text) => text.replaceAll(/\D/g, '').replace(/^0+/, '').slice(-PHONE_DIGITS),
  postcode: (text) => plain(text).replaceAll(/[^a-z0-9]/g, ''),
  code: (text) => plain(text).replaceAll(/[^a-z0-9]/g, ''),
  number: readNumber,
  list: (text) => text.toLowerCase().split(LIST_SEPARATOR).filter(Boolean).toSorted().join(' '),
}

/** Lower case, without accents. */
function plain(text: string): string {
  return anyAscii(text).toLowerCase()
}

function words(text: string): string {
  return plain(text)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Currency and thousands separators are left out; a last comma with one or two digits is a decimal one. */
function readNumber(text: string): string {
  const digits = text.replaceAll(/[^\d.,-]/g, '')
  const decimal = /,\d{1,2}$/.test(digits)
    ? digits.replaceAll('.', '').replace(',', '.')
    : digits.replaceAll(',', '')
  const value = Number.parseFloat(decimal)
  return Number.isFinite(value) ? String(value) : ''
}
