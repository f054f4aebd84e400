import { expect, test } from 'vitest'
import { parseIdentify, parsePage, toId } from './calls.ts'

const traits = { plan: 'pro' }

test.each([
  [[], { userId: null, traits: {} }],
  [['u1'], { userId: 'u1', traits: {} }],
  [[traits], { userId: null, traits }],
  [['u1', traits], { userId: 'u1', traits }],
  [[7, traits], { userId: '7', traits }],
  [[null, traits], { userId: null, traits }],
  [['', traits], { userId: null, traits }],
  [['u1', null, () => undefined], { userId: 'u1', traits: {} }],
  [[['list']], { userId: null, traits: {} }],
])('identify(...%j)', (args, call) => {
  expect(parseIdentify(args)).toEqual(call)
})

test.each([
  [[], { properties: {} }],
  [['Name'], { name: 'Name', properties: { name: 'Name' } }],
  [['Cat', 'Name'], { category: 'Cat', name: 'Name', properties: { category: 'Cat', name: 'Name' } }],
  [[{ a: 1 }], { properties: { a: 1 } }],
  [['Name', { a: 1 }], { name: 'Name', properties: { name: 'Name', a: 1 } }],
  [[null, 'Name', { a: 1 }], { name: 'Name', properties: { name: 'Name', a: 1 } }],
  [['Name', null, { a: 1 }], { name: 'Name', properties: { name: 'Name', a: 1 } }],
  [[undefined, '', () => undefined], { properties: {} }],
])('page(...%j)', (args, call) => {
  expect(parsePage(args)).toEqual(call)
})

test.each([
  ['u1', 'u1'],
  [0, '0'],
  ['', null],
  [null, null],
  [{}, null],
  [true, null],
  [Number.NaN, null],
])('the id in %j is %j', (value, id) => {
  expect(toId(value)).toBe(id)
})
