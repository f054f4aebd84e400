import { describe, expect, it } from 'vitest'
import type { FieldSettings, FieldType } from './field.ts'
import { readFieldValue } from './field-value.ts'

const options = ['Gold', 'Silver'].map((label) => ({
  key: label.toLowerCase(),
  label,
  colour: 'gray' as const,
  archived: false,
}))

const good: [FieldType, unknown, unknown, FieldSettings?][] = [
  ['text', '  Ada ', 'Ada'],
  ['text', '   ', null],
  ['long_text', 'one\ntwo', 'one\ntwo'],
  ['number', '12.50', 12.5],
  ['number', -3, -3],
  ['money', 19.99, 19.99],
  ['date', '2024-02-29', '2024-02-29'],
  ['datetime', '2026-11-24T10:30:00+01:00', '2026-11-24T09:30:00.000Z'],
  ['boolean', 'false', false],
  ['select', 'Gold', 'gold', { options }],
  ['multi_select', ['silver', 'Gold'], ['gold', 'silver'], { options }],
  ['multi_select', [], null, { options }],
  ['url', 'example.com/a', 'https://example.com/a'],
  ['url', 'example.com:8080', 'https://example.com:8080'],
  ['email', 'Ada@Example.com', 'ada@example.com'],
  ['phone', '+49 (30) 123-456', '+49 (30) 123-456'],
  ['address', { city: ' Berlin ', street: '' }, { city: 'Berlin' }],
  ['rating', '4', 4],
]

const refused: [FieldType, unknown, string, FieldSettings?][] = [
  ['text', { a: 1 }, 'must be text'],
  ['text', 'a\0b', 'NUL'],
  ['number', 'many', 'must be a number'],
  ['number', Number.NaN, 'must be a number'],
  ['number', 1e16, 'must not be larger'],
  ['money', 0.123456, 'more than 4 decimals'],
  ['date', '2023-02-29', 'must be a day'],
  ['date', '0000-01-01', 'must be a day'],
  ['datetime', '2026-11-24', 'must be a moment'],
  ['boolean', 'maybe', 'true or false'],
  ['select', 'Bronze', 'must be one of Gold, Silver', { options }],
  ['multi_select', ['gold', 7], 'each must be one of', { options }],
  ['url', 'javascript:alert(1)', 'must be a web address'],
  ['url', 'no address', 'must be a web address'],
  ['email', 'ada', 'must be an e-mail address'],
  ['phone', 'call me', 'must be a phone number'],
  ['address', { planet: 'Mars' }, 'no part called planet'],
  ['rating', 6, 'from 1 to 5'],
  ['relation', 'acme', 'must be the id'],
]

describe('a value of a field', () => {
  it.each(good)('of the type %s is read: %j as %j', (type, raw, value, settings = {}) => {
    expect(readFieldValue({ type, settings }, raw)).toEqual({ ok: true, value })
  })

  it.each(refused)('of the type %s is refused: %j', (type, raw, sentence, settings = {}) => {
    expect(readFieldValue({ type, settings }, raw)).toEqual({
      ok: false,
      problem: expect.stringContaining(sentence),
    })
  })
})
