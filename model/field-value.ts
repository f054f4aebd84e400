import { z } from 'zod'
import type { Field, FieldSettings, FieldType } from './field.ts'
import { isObject } from './json.ts'

const MAX_TEXT = 1_000
const MAX_LONG_TEXT = 20_000
const MAX_NUMBER = 1e15
const MAX_DECIMALS = 6
const MONEY_DECIMALS = 4
const USUAL_STARS = 5

/** What was read, or a sentence that says what it must be. An empty value is null. */
export type ReadValue = { ok: true; value: unknown } | { ok: false; problem: string }

type Typed = Pick<Field, 'type' | 'settings'>
type Reader = (raw: unknown, settings: FieldSettings) => ReadValue

/** Reads a value of a field as programs, forms and imports give it. It comes out as it is kept. */
export function readFieldValue({ type, settings }: Typed, raw: unknown): ReadValue {
  if (isEmpty(raw)) return good(null)
  if (typeof raw === 'string' && raw.includes('\0')) return bad('must not contain a NUL character')
  return readers[type](typeof raw === 'string' && type !== 'long_text' ? raw.trim() : raw, settings)
}

/** True for what counts as no value. */
export function isEmpty(raw: unknown): boolean {
  if (raw === null || raw === undefined) return true
  if (typeof raw === 'string') return raw.trim() === ''
  if (Array.isArray(raw)) return raw.length === 0
  return isObject(raw) && Object.values(raw).every(isEmpty)
}

/** A value as text: what unique values are compared by, and the id in a relation. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const readers: Record<FieldType, Reader> = {
  text: (raw) => readText(raw, MAX_TEXT),
  long_text: (raw) => readText(raw, MAX_LONG_TEXT),
  number: (raw) => readNumber(raw, MAX_DECIMALS),
  money: (raw) => readNumber(raw, MONEY_DECIMALS),
  date: (raw) => {
    const isDay = z.iso.date().safeParse(raw).success && String(raw) >= '0001'
    return isDay ? good(raw) : bad('must be a day such as 2026-11-24')
  },
  datetime: (raw) => {
    const isMoment = z.iso.datetime({ offset: true }).safeParse(raw).success
    return isMoment
      ? good(new Date(String(raw)).toISOString())
      : bad('must be a moment such as 2026-11-24T09:30:00Z')
  },
  boolean: (raw) => {
    if (raw === true || raw === 'true') return good(true)
    return raw === false || raw === 'false' ? good(false) : bad('must be true or false')
  },
  select: (raw, settings) => {
    const key = optionKey(raw, settings)
    return key === undefined ? bad(oneOf(settings)) : good(key)
  },
  multi_select: (raw, settings) => {
    const keys = (Array.isArray(raw) ? raw : [raw]).map((one) => optionKey(one, settings))
    if (keys.includes(undefined)) return bad(`each must be ${oneOf(settings).replace('must be ', '')}`)
    return good((settings.options ?? []).map(({ key }) => key).filter((key) => keys.includes(key)))
  },
  user: (raw) =>
    typeof raw === 'string' && raw.length <= 100 ? good(raw) : bad('must be the id of a colleague'),
  relation: (raw) => {
    const id = z.uuid().safeParse(raw)
    return id.success ? good(id.data.toLowerCase()) : bad('must be the id of a record')
  },
  file: (raw) => {
    const id = z.uuid().safeParse(raw)
    return id.success ? good(id.data.toLowerCase()) : bad('must be the id of a file of the record')
  },
  url: readUrl,
  email: (raw) => {
    const address = z
      .email()
      .max(300)
      .safeParse(typeof raw === 'string' ? raw.toLowerCase() : raw)
    return address.success ? good(address.data) : bad('must be an e-mail address')
  },
  phone: (raw) => {
    const number = typeof raw === 'number' ? String(raw) : raw
    const digits = typeof number === 'string' ? number.replaceAll(/\D/g, '').length : 0
    const isPhone = typeof number === 'string' && /^\+?[\d\s()./-]+( ?(x|ext\.?) ?\d+)?$/i.test(number)
    return isPhone && digits >= 3 && digits <= 20 ? good(number) : bad('must be a phone number')
  },
  address: readAddress,
  rating: (raw, { stars = USUAL_STARS }) => {
    const rating = typeof raw === 'string' ? Number(raw) : raw
    const fits = typeof rating === 'number' && Number.isInteger(rating) && rating >= 1 && rating <= stars
    return fits ? good(rating) : bad(`must be a whole number from 1 to ${stars}`)
  },
}

function readText(raw: unknown, max: number): ReadValue {
  if (typeof raw === 'number') return good(String(raw))
  if (typeof raw !== 'string') return bad('must be text')
  return raw.length <= max ? good(raw) : bad(`must not be longer than ${max.toLocaleString('en')} characters`)
}

function readNumber(raw: unknown, decimals: number): ReadValue {
  const isWritten = typeof raw === 'string' && /^[+-]?\d+(\.\d+)?$/.test(raw)
  const number = isWritten ? Number(raw) : raw
  if (typeof number !== 'number' || !Number.isFinite(number)) return bad('must be a number')
  if (Math.abs(number) > MAX_NUMBER) return bad('must not be larger than 1,000,000,000,000,000')
  return Number(number.toFixed(decimals)) === number
    ? good(number)
    : bad(`must not have more than ${decimals} decimals`)
}

function readUrl(raw: unknown): ReadValue {
  const sentence = 'must be a web address such as https://example.com'
  if (typeof raw !== 'string' || raw.length > MAX_TEXT || /\s/.test(raw)) return bad(sentence)
  const address = /^[a-z][a-z0-9+.-]*:/i.test(raw) && !/^[^/]+:\d/.test(raw) ? raw : `https://${raw}`
  const url = URL.canParse(address) ? new URL(address) : null
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  return isWeb && url.hostname.includes('.') ? good(address) : bad(sentence)
}

export const addressParts = {
  street: 'Street',
  street2: 'Second line',
  postal_code: 'Postal code',
  city: 'Town',
  region: 'Region',
  country: 'Country',
} as const

function readAddress(raw: unknown): ReadValue {
  if (typeof raw === 'string') return good({ street: raw.slice(0, MAX_TEXT) })
  if (!isObject(raw)) return bad('must be an object with street, postal_code, city, region and country')
  const unknown = Object.keys(raw).find((part) => !(part in addressParts))
  if (unknown !== undefined) return bad(`has no part called ${unknown}`)
  const read = Object.entries(raw).filter(([, value]) => !isEmpty(value))
  const wrong = read.find(
    ([, value]) => typeof value !== 'string' || value.length > 300 || value.includes('\0'),
  )
  if (wrong) return bad(`${wrong[0]} must be text of at most 300 characters`)
  return good(Object.fromEntries(read.map(([part, value]) => [part, String(value).trim()])))
}

/** The option meant by its key or, as people and files write it, by its label. */
function optionKey(raw: unknown, { options = [] }: FieldSettings): string | undefined {
  if (typeof raw !== 'string') return undefined
  const text = raw.trim().toLowerCase()
  return (
    options.find(({ key }) => key === text) ?? options.find(({ label }) => label.toLowerCase() === text)
  )?.key
}

function oneOf({ options = [] }: FieldSettings): string {
  const offered = options.filter(({ archived }) => !archived).map(({ label }) => label)
  const shown = offered.slice(0, 8).join(', ')
  return `must be one of ${shown}${offered.length > 8 ? ' …' : ''}`
}

const good = (value: unknown): ReadValue => ({ ok: true, value })
const bad = (problem: string): ReadValue => ({ ok: false, problem })
