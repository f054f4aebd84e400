import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../model/json.ts'
import { homeOf } from './home-of.ts'

const home = (traits: JsonObject) => homeOf(traits, 'address')?.household ?? null
const main = { address: { street: '12 Main Street', postalCode: '90210', city: 'Beverly Hills' } }

describe('a home', () => {
  it.each<[string, JsonObject]>([
    ['written shorter', { address: { street: '12 main st.', zip: '90210' } }],
    ['in traits of their own', { street: '12, Main St', postal_code: '90 210', city: 'Los Angeles' }],
    ['as one text beside a code', { address: '12 Main Street', postcode: '90210' }],
  ])('is the same %s', (_, traits) => expect(home(traits)).toBe(home(main)))

  it('knows letters with and without marks', () => {
    expect(home({ street: 'Hauptstraße 5a', city: 'Köln' })).toBe(
      home({ street: 'Hauptstr. 5A', city: 'koln' }),
    )
  })

  it.each<[string, JsonObject]>([
    ['the flat is another', { address: { street: '12 Main Street Apt 4', zip: '90210' } }],
    ['the code is another', { address: { street: '12 Main Street', zip: '10001' } }],
  ])('is not the same when %s', (_, traits) => expect(home(traits)).not.toBe(home(main)))

  it.each<[string, JsonObject]>([
    ['a street without a number', { street: 'Main Street', city: 'Springfield' }],
    ['a street without a place', { street: '12 Main Street' }],
    ['a city alone', { city: 'Paris', country: 'France' }],
    ['nothing', {}],
  ])('is not %s', (_, traits) => expect(home(traits)).toBeNull())

  it('can take the same last name, or be a number', () => {
    const withName = (name: string) => homeOf({ ...main, name }, 'address_and_name')?.household
    expect(withName('Ana Ray')).toBe(withName('Ben van Ray'))
    expect(withName('Ana Ray')).not.toBe(withName('Ben Roy'))
    expect(withName('Ana')).toBeUndefined()
    const byPhone = (phone: string) => homeOf({ phone }, 'phone')?.household
    expect(byPhone('+44 20 7946 0000')).toBe(byPhone('0044-20-7946-0000'))
    expect(byPhone('123')).toBeUndefined()
  })
})
