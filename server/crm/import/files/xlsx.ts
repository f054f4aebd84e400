import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync, type Unzipped } from 'fflate'
import { SaxesParser } from 'saxes'
import { fail } from '../../../platform/errors.ts'
import { isDateFormat, serialToText } from './xlsx-dates.ts'

/** A small file can hold gigabytes of zeros; what is declared larger than this is not unpacked. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024
const SLICE = 256 * 1024
const MAX_COLUMNS = 1_000

type Attributes = Record<string, string>
export type XlsxSheet = { name: string; rows: Generator<string[]> }

/** The sheets of a workbook, in order, each with its rows as text; dates as `2026-03-31`. Throws `validation_failed`. */
export async function openXlsx(path: string): Promise<XlsxSheet[]> {
  const parts = unpack(await readFile(path))
  const text = (name: string) => (parts[name] ? strFromU8(parts[name]) : '')
  const targets = relationsOf(text('xl/_rels/workbook.xml.rels'))
  const { sheets, is1904 } = readWorkbook(text('xl/workbook.xml'))
  if (sheets.length === 0) throw fail('validation_failed', 'The workbook has no sheets.')
  const strings = readStrings(text('xl/sharedStrings.xml'))
  const dateStyles = readDateStyles(text('xl/styles.xml'))
  return sheets.map(({ name, relation }) => ({
    name,
    rows: readSheet(text(`xl/${targets.get(relation) ?? ''}`), { strings, dateStyles, is1904 }),
  }))
}

function unpack(bytes: Buffer): Unzipped {
  let total = 0
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/^xl\/(workbook|styles|sharedStrings|worksheets\/|_rels\/workbook)/.test(name)) return false
        total += originalSize
        if (total > MAX_UNPACKED_BYTES) throw fail('too_large', 'The workbook unpacks to more than 512 MB.')
        return true
      },
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'KithError') throw error
    throw fail('validation_failed', 'The file is damaged: it cannot be unpacked as a workbook.')
  }
}

/** Walks through an XML text; names come without their namespace. */
function* walk(xml: string, parser: SaxesParser, taken: () => string[][]): Generator<string[]> {
  for (let at = 0; at < xml.length; at += SLICE) {
    parser.write(xml.slice(at, at + SLICE))
    yield* taken()
  }
  parser.close()
  yield* taken()
}

function scan(xml: string, onOpen: (name: string, attributes: Attributes) => void): void {
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => onOpen(local(name), attributes))
  if (xml) parser.write(xml).close()
}

function relationsOf(xml: string): Map<string, string> {
  const targets = new Map<string, string>()
  scan(xml, (name, { Id = '', Target = '' }) => {
    if (name === 'Relationship') targets.set(Id, Target.replace(/^\/?(xl\/)?/, ''))
  })
  return targets
}

function readWorkbook(xml: string) {
  const sheets: { name: string; relation: string }[] = []
  let is1904 = false
  scan(xml, (tag, attributes) => {
    if (tag === 'sheet') sheets.push({ name: attributes['name'] ?? '', relation: attributes['r:id'] ?? '' })
    if (tag === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
  })
  return { sheets, is1904 }
}

function readStrings(xml: string): string[] {
  const strings: string[] = []
  let [text, isText, isPhonetic] = ['', false, false]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    if (local(name) === 'si') text = ''
    else if (local(name) === 't') isText = !isPhonetic
    else if (local(name) === 'rPh') isPhonetic = true
  })
  parser.on('text', (part) => {
    if (isText) text += part
  })
  parser.on('closetag', ({ name }) => {
    if (local(name) === 'si') strings.push(text)
    else if (local(name) === 't') isText = false
    else if (local(name) === 'rPh') isPhonetic = false
  })
  if (xml) parser.write(xml).close()
  return strings
}

/** For each cell style whether it shows a number as a date. */
function readDateStyles(xml: string): boolean[] {
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let isCell = false
  scan(xml, (tag, attributes) => {
    if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
    else if (tag === 'cellXfs') isCell = true
    else if (tag === 'cellStyles' || tag === 'dxfs') isCell = false
    else if (tag === 'xf' && isCell) {
      const id = Number(attributes['numFmtId'] ?? 0)
      styles.push(isDateFormat(id, formats.get(id)))
    }
  })
  return styles
}

type Book = { strings: string[]; dateStyles: boolean[]; is1904: boolean }

function* readSheet(xml: string, book: Book): Generator<string[]> {
  let rows: string[][] = []
  let row: string[] = []
  let cell: { column: number; type: string; style: number } | null = null
  let [value, isValue] = ['', false]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const tag = local(name)
    if (tag === 'row') row = []
    else if (tag === 'c') {
      const { r = '', t = 'n', s = '0' } = attributes as Attributes
      cell = { column: r ? columnOf(r) : row.length, type: t, style: Number(s) }
      value = ''
    } else if (tag === 'v' || (tag === 't' && cell)) isValue = true
  })
  parser.on('text', (part) => {
    if (isValue) value += part
  })
  parser.on('closetag', ({ name }) => {
    const tag = local(name)
    if (tag === 'v' || tag === 't') isValue = false
    else if (tag === 'row') rows.push(row)
    else if (tag === 'c' && cell) {
      if (cell.column < MAX_COLUMNS) {
        while (row.length < cell.column) row.push('')
        row[cell.column] = textOf(value, cell, book)
      }
      cell = null
    }
  })
  yield* walk(xml, parser, () => {
    const done = rows
    rows = []
    return done
  })
}

function textOf(value: string, { type, style }: { type: string; style: number }, book: Book): string {
  if (type === 's') return book.strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type === 'e') return ''
  if (type === 'n' && value !== '' && book.dateStyles[style]) return serialToText(Number(value), book.is1904)
  return type === 'n' && /e/i.test(value) ? String(Number(value)) : value
}

/** `C5` is column 2. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]+/.exec(reference)?.[0] ?? 'A'
  return letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
