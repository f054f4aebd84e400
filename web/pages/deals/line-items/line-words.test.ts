import { expect, it } from 'vitest'
import type { LineItem } from '../../../../model/line-item.ts'
import { lineWords } from './line-words.ts'

const line: LineItem = {
  id: 'a',
  product: null,
  name: 'Seat',
  sku: '',
  description: '',
  unit: 'seats',
  quantity: 2.5,
  unit_price: 0.0125,
  discount_kind: 'percent',
  discount: 12.5,
  tax_rate: 19,
  billing: 'monthly',
  periods: 12,
  period_net: 0.03,
  net: 0.36,
  tax: 0.07,
  total: 0.43,
  version: 1,
}

it('a line says how it comes to what it costs, with parts of a cent', () => {
  expect(lineWords(line, 'EUR')).toBe('2.5 seats × €0.0125 − 12.5%, monthly, 12 times, 19% tax')
  const plain = {
    ...line,
    unit: '',
    quantity: 1,
    unit_price: 10,
    discount: 0,
    tax_rate: 0,
    billing: 'once' as const,
  }
  expect(lineWords(plain, 'EUR')).toBe('1 × €10.00')
  expect(lineWords({ ...plain, discount_kind: 'amount', discount: 2 }, 'EUR')).toBe('1 × €10.00 − €2.00')
})
