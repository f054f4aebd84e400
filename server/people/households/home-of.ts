import { createHash } from 'node:crypto'
import type { HouseholdMode } from '../../../model/household.ts'
import { isObject, type JsonObject } from '../../../model/json.ts'
import { uuidFrom } from '../../platform/uuid-from.ts'
import { nameFrom, text } from '../traits/trait-map.ts'

/** Fewer digits are no number by which one could call. */
const FEWEST_DIGITS = 7

/** The home that a person's traits speak of: the household of all who have the same, and what is shared in words. */
export type Home = { household: string; shared: string }

/** Null for traits that speak of no home, or not by this rule. */
export function homeOf(traits: JsonObject, mode: HouseholdMode): Home | null {
  const found = finders[mode](traits)
  if (!found) return null
  const hash = createHash('sha256').update(`${mode}\n${found.key}`).digest()
  return { household: uuidFrom(hash), shared: found.shared }
}

type Found = { key: string; shared: string }

const finders: Record<HouseholdMode, (traits: JsonObject) => Found | null> = {
  off: () => null,
  address: addressOf,
  address_and_name(traits) {
    const address = addressOf(traits)
    const name = lastNameOf(traits)
    if (!address || !name) return null
    return { key: `${address.key}|${plain(name)}`, shared: `${name}, ${address.shared}` }
  },
  phone(traits) {
    const written = text(traits['phone']) ?? ''
    const digits = written.replaceAll(/\D/g, '').replace(/^00/, '')
    return digits.length < FEWEST_DIGITS ? null : { key: digits, shared: written }
  },
}

/** A street with a number in it, and a postal code or else a city: less is shared by strangers. */
function addressOf(traits: JsonObject): Found | null {
  const address = isObject(traits['address']) ? { ...traits, ...traits['address'] } : traits
  const street = first(address, [
    'street',
    'street_address',
    'address1',
    'address_line1',
    'postal_address',
    'address',
  ])
  const code = first(address, ['postal_code', 'postalCode', 'postcode', 'zip', 'zip_code'])
  const city = first(address, ['city', 'town'])
  const key = street && plainStreet(street)
  if (!key || !/\d/.test(key) || !/\p{L}/u.test(key) || (!code && !city)) return null
  const country = first(address, ['country', 'country_code'])
  // A city is written in many ways, a code in one.
  const place = code ? plain(code).replaceAll(' ', '') : plain(city ?? '')
  const shared = [street, [code, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ')
  return { key: `${key}|${place}`, shared }
}

function lastNameOf(traits: JsonObject): string | null {
  const last = first(traits, ['last_name', 'lastName'])
  return last ?? nameFrom(traits)?.split(/\s+/).slice(1).at(-1) ?? null
}

function first(traits: JsonObject, names: string[]): string | null {
  for (const name of names) {
    const value = text(traits[name])
    if (value) return value
  }
  return null
}

/** Letters without their marks, and digits, in words. */
function plain(written: string): string {
  const bare = written.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
  return bare.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

const SHORT: Record<string, string> = {
  street: 'st',
  strasse: 'str',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  boulevard: 'blvd',
  bd: 'blvd',
  square: 'sq',
  court: 'ct',
  apartment: 'apt',
  flat: 'apt',
  unit: 'apt',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
}

function plainStreet(street: string): string {
  return plain(street)
    .replaceAll(/strasse\b/g, 'str')
    .split(' ')
    .map((word) => SHORT[word] ?? word)
    .join(' ')
}
