import { expect, it } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor, pageFrom } from './cursor.ts'

it('reads back what it wrote, whatever the values', () => {
  const values = ['Zoë 🦊', 12.5, null, '2026-01-01T00:00:00.000Z']
  expect(decodeCursor(encodeCursor(values))).toEqual(values)
})

it.each(['', 'nonsense', '%%%', encodeCursor([]).slice(1), Buffer.from('{"a":1}').toString('base64url')])(
  'refuses %j as a bad request',
  (text) => {
    expect(() => decodeCursor(text)).toThrow('The cursor is not one that this list gave.')
  },
)

it('refuses the cursor of another list', () => {
  const cursor = encodeCursor(['a name', 'an id'])
  expect(() => decodeCursor(cursor, z.tuple([z.number()]))).toThrow(
    'The cursor is not one that this list gave.',
  )
})

it('ends a list where the rows end', () => {
  expect(pageFrom([1, 2], 2, (row) => [row])).toEqual({ data: [1, 2], next: null })
})

it('gives the last row shown as the place to read on from', () => {
  const page = pageFrom([1, 2, 3], 2, (row) => [row])
  expect(page.data).toEqual([1, 2])
  expect(decodeCursor(page.next ?? '')).toEqual([2])
})
