import { expect, it } from 'vitest'
import { createPlaces } from './places.ts'

it('at first there are eight places, two for any destination', () => {
  expect(createPlaces().room()).toEqual({ total: 8, each: 2, of: {} })
})

it('a place is free again when it was left', () => {
  const places = createPlaces()
  const [first, second] = [places.take('a'), places.take('a')]
  expect(places.room()).toMatchObject({ total: 6, of: { a: 0 } })
  first({ isTroubled: false })
  expect(places.room()).toMatchObject({ total: 7, of: { a: 1 } })
  second({ isTroubled: false })
  expect(places.room()).toEqual({ total: 8, each: 2, of: {} })
})

it('destinations in trouble have one place each and half of all together', () => {
  const places = createPlaces()
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const name of names) places.take(name)({ isTroubled: true })
  expect(places.room()).toEqual({ total: 8, each: 2, of: { a: 1, b: 1, c: 1, d: 1, e: 0, f: 0 } })
  for (const name of ['a', 'b', 'c']) places.take(name)
  expect(places.room()).toEqual({ total: 5, each: 2, of: { a: 0, b: 0, c: 0, d: 1, e: 0, f: 0 } })
})

it('destinations in trouble take turns', () => {
  const places = createPlaces()
  for (const name of ['a', 'b', 'c', 'd', 'e']) places.take(name)({ isTroubled: true })
  places.take('a')({ isTroubled: true })
  expect(places.room().of).toEqual({ b: 1, c: 1, d: 1, e: 1, a: 0 })
})

it('a destination that answers again has its two places back', () => {
  const places = createPlaces()
  places.take('a')({ isTroubled: true })
  places.take('a')({ isTroubled: false })
  expect(places.room().of).toEqual({})
})
