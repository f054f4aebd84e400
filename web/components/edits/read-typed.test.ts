import { expect, it } from 'vitest'
import { readTyped } from './read-typed.ts'

it.each([
  ['42', undefined, 42],
  ['-1.5', 7, -1.5],
  ['42', 'a text', '42'],
  ['007', undefined, '007'],
  ['TRUE', undefined, true],
  ['12345678901234567890', undefined, '12345678901234567890'],
  [' red, blue,,', ['red'], ['red', 'blue']],
  ['pro', 3, 'pro'],
])('reads %j where %j stood as %j', (typed, before, value) => {
  expect(readTyped(typed, before)).toEqual(value)
})
