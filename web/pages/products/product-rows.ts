import type { ProductUpserts } from '../../../model/product.ts'
import { readPrice } from '../../lib/price-text.ts'

type ProductRow = ProductUpserts['products'][number]
type Part = 'sku' | 'name' | 'unit' | 'category' | 'description' | 'unit_price' | 'active'

/** What the columns of other programs' files are called, in small letters. */
const names: Record<Part, readonly string[]> = {
  sku: [
    'sku',
    'code',
    'product code',
    'productcode',
    'article number',
    'artikelnummer',
    'item',
    'part number',
  ],
  name: ['name', 'product', 'product name', 'title', 'bezeichnung', 'artikel', 'nombre', 'nom'],
  unit: ['unit', 'units', 'einheit', 'unidad', 'unité'],
  category: ['category', 'product family', 'family', 'type', 'kategorie', 'categoría', 'catégorie'],
  description: ['description', 'beschreibung', 'descripción'],
  unit_price: ['price', 'unit price', 'list price', 'unit_price', 'preis', 'precio', 'prix'],
  active: ['active', 'isactive', 'is active', 'aktiv', 'activo', 'actif'],
}
const noWords = new Set(['0', 'false', 'no', 'n', 'nein', 'inactive', 'archived'])

/** A file read as products: those that can be sent, and what is wrong with the others, by their line. */
export type ReadProducts = {
  products: ProductRow[]
  problems: { line: number; problem: string }[]
  /** The columns that nothing was made of. */
  unknown: string[]
  hasPrices: boolean
}

/** Reads the records of a file, the first of which names the columns. */
export function readProducts([head = [], ...rows]: string[][]): ReadProducts {
  const columns = head.map((title) => partOf(title))
  const at = (part: Part) => columns.indexOf(part)
  const read: ReadProducts = {
    products: [],
    problems: [],
    unknown: head.filter((title, place) => columns[place] === undefined && title.trim() !== ''),
    hasPrices: at('unit_price') !== -1,
  }
  if (at('sku') === -1) {
    read.problems.push({ line: 1, problem: 'No column is called SKU, code or article number.' })
    return read
  }
  for (const [place, row] of rows.entries()) {
    const line = place + 2
    const cell = (part: Part) => (at(part) === -1 ? '' : (row[at(part)] ?? '').trim())
    if (row.every((value) => value.trim() === '')) continue
    const price = readPrice(cell('unit_price'))
    if (cell('sku') === '') read.problems.push({ line, problem: 'It has no SKU.' })
    else if (price !== null && !(price >= 0))
      read.problems.push({ line, problem: `${cell('unit_price')} is no price.` })
    else
      read.products.push({
        sku: cell('sku'),
        ...(cell('name') !== '' && { name: cell('name') }),
        ...(at('unit') !== -1 && { unit: cell('unit') }),
        ...(at('category') !== -1 && { category: cell('category') }),
        ...(at('description') !== -1 && { description: cell('description') }),
        ...(price !== null && { unit_price: Number(price.toFixed(4)) }),
        ...(cell('active') !== '' && { active: !noWords.has(cell('active').toLowerCase()) }),
      })
  }
  return read
}

function partOf(title: string): Part | undefined {
  const plain = title.trim().toLowerCase().replaceAll('_', ' ')
  const parts = Object.entries(names) as [Part, readonly string[]][]
  return parts.find(([, known]) => known.includes(plain))?.[0]
}
