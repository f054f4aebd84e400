import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Cell } from './export-cells.ts'

/** As many rows as a sheet of Excel takes; what follows comes on the next one. */
const ROWS_PER_SHEET = 1_048_576
const LONGEST_TEXT = 32_767
const DAY_MS = 86_400_000
/** Excel counts days from here. */
const EPOCH = Date.UTC(1899, 11, 30)
const STYLES = { head: 1, day: 2, moment: 3 } as const

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006'
const packages = 'http://schemas.openxmlformats.org/package/2006'

/**
 * An Excel file that comes into being while it is sent: never more of it is held than a chunk of rows. Texts are kept as
 * texts, so that none of them runs as a formula.
 */
export async function* xlsxFile(
  head: string[],
  chunks: AsyncIterable<(Cell | null)[][]>,
  rowsPerSheet = ROWS_PER_SHEET,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, data) => {
    if (error) throw error
    ready.push(data)
  })
  const titles = rowXml(
    head.map((title) => ({ kind: 'text', text: title })),
    STYLES.head,
  )
  let sheets = 0
  let rows = 0
  let sheet = null as ZipDeflate | null
  const begin = () => {
    sheet?.push(strToU8('</sheetData></worksheet>'), true)
    sheets++
    rows = 1
    sheet = entry(zip, `xl/worksheets/sheet${sheets}.xml`)
    sheet.push(strToU8(`${sheetStart}${titles}`))
    return sheet
  }
  sheet = begin()
  for await (const chunk of chunks) {
    for (const row of chunk) {
      if (rows >= rowsPerSheet) sheet = begin()
      rows++
      sheet.push(strToU8(rowXml(row)))
    }
    yield* ready.splice(0)
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true)
  for (const [path, content] of Object.entries(partsOf(sheets))) entry(zip, path).push(strToU8(content), true)
  zip.end()
  yield* ready.splice(0)
}

// The first row stays in sight when the sheet is scrolled.
const sheetStart = `${header}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`

function entry(zip: Zip, path: string): ZipDeflate {
  const file = new ZipDeflate(path, { level: 6 })
  zip.add(file)
  return file
}

function rowXml(cells: (Cell | null)[], style?: number): string {
  return `<row>${cells.map((cell) => cellXml(cell, style)).join('')}</row>`
}

function cellXml(cell: Cell | null, style?: number): string {
  if (cell === null) return '<c/>'
  if (cell.kind === 'number') return `<c><v>${cell.number}</v></c>`
  const serial = cell.kind === 'text' ? null : serialOf(cell.at)
  if (cell.kind !== 'text' && serial !== null) return `<c s="${STYLES[cell.kind]}"><v>${serial}</v></c>`
  const text = cell.kind === 'text' ? cell.text : cell.at
  const styled = style === undefined ? '' : ` s="${style}"`
  return `<c t="inlineStr"${styled}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

/** The days since Excel’s beginning; null for a time before it, which is then written as text. */
function serialOf(at: string): number | null {
  const serial = (Date.parse(at) - EPOCH) / DAY_MS
  return Number.isFinite(serial) && serial >= 1 ? serial : null
}

function escaped(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
}

function partsOf(sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, place) => place + 1)
  const names = numbers.map(
    (n) => `<sheet name="${n === 1 ? 'Records' : `Records ${n}`}" sheetId="${n}" r:id="rId${n}"/>`,
  )
  const sheetParts = numbers.map(
    (n) =>
      `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  )
  const relations = numbers.map(
    (n) =>
      `<Relationship Id="rId${n}" Type="${office}/relationships/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  return {
    'xl/workbook.xml': `${header}<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${header}<Relationships xmlns="${packages}/relationships">${relations.join('')}<Relationship Id="rIdStyles" Type="${office}/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${header}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    '_rels/.rels': `${header}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${header}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${sheetParts.join('')}</Types>`,
  }
}
