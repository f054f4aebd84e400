import type { JsonObject } from '../../../../model/json.ts'
import { dayOf } from '../values/parse-date.ts'
import type { RowValues } from './read-row.ts'

/** Under which trait a field of a person or company is kept; others are no traits. */
export const traitOfField: Record<string, string> = {
  email: 'email',
  first_name: 'firstName',
  last_name: 'lastName',
  name: 'name',
  phone: 'phone',
  title: 'title',
  street: 'street',
  city: 'city',
  state: 'state',
  postal_code: 'postal_code',
  country: 'country',
  birthday: 'birthday',
  website: 'website',
  linkedin: 'linkedin',
  owner: 'owner',
  note: 'note',
  domain: 'domain',
  industry: 'industry',
  employees: 'employees',
  annual_revenue: 'annual_revenue',
  founded: 'founded',
  parent_company: 'parent_company',
  description: 'description',
}

/** The traits that a row gives. Custom fields of people and companies go the same way: this is where they plug in. */
export function traitsOfRow({ texts, dates, numbers, traits }: RowValues): JsonObject {
  const days = Object.fromEntries(Object.entries(dates).map(([field, at]) => [field, dayOf(at)]))
  const named = Object.entries({ ...texts, ...days, ...numbers }).flatMap(([field, value]) => {
    const trait = traitOfField[field]
    return trait ? [[trait, value]] : []
  })
  return { ...traits, ...Object.fromEntries(named) }
}

/** Those of the traits that have another value than now. */
export function changedTraits(traits: JsonObject, now: JsonObject | undefined): JsonObject {
  const changed = Object.entries(traits).filter(
    ([name, value]) => JSON.stringify(now?.[name] ?? null) !== JSON.stringify(value),
  )
  return Object.fromEntries(changed)
}
