import { expect, it } from 'vitest'
import { readProducts } from './product-rows.ts'

it('reads the products of a file by the names of its columns, and says what is wrong with the others', () => {
  const read = readProducts([
    ['Product Code', 'Name', 'List Price', 'Colour', 'Active'],
    ['CH-1', 'Chair', '1,049.50', 'oak', 'no'],
    ['', 'Nameless', '1', '', ''],
    ['CH-2', '', 'a lot', '', ''],
    ['', '', '', '', ''],
    ['CH-3', '', '', '', 'yes'],
  ])
  expect(read.products).toEqual([
    { sku: 'CH-1', name: 'Chair', unit_price: 1049.5, active: false },
    { sku: 'CH-3', active: true },
  ])
  expect(read.problems).toEqual([
    { line: 3, problem: 'It has no SKU.' },
    { line: 4, problem: 'a lot is no price.' },
  ])
  expect(read).toMatchObject({ unknown: ['Colour'], hasPrices: true })
})

it('says that no column has the SKU', () => {
  expect(readProducts([['Name'], ['Chair']]).problems[0]?.problem).toContain('SKU')
})
