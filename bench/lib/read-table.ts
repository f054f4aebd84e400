import { readFileSync } from 'node:fs'
import type { RawColumn } from '../../server/people/index.ts'

const DELIMITERS = [',', ';', '\t', '|']

/** Reads a CSV file with a header into columns of distinct texts; the delimiter is the one most used in the header. */
export function readTable(path: string): { size: number; columns: RawColumn[] } {
  const bytes = readFileSync(path)
  const text = decode(bytes)
  const header = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'))
  const delimiter = DELIMITERS.toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ','
  let columns: Column[] | null = null
  let size = 0
  eachRow(text, delimiter, (cells) => {
    if (!columns) {
      columns = cells.map((name, index) => createColumn(name.trim() || `column ${index + 1}`))
      return
    }
    if (cells.length === 1 && cells[0] === '') return
    columns.forEach((column, index) => column.add(cells[index] ?? ''))
    size += 1
  })
  const read: Column[] = columns ?? []
  return { size, columns: read.map((column) => column.done()) }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

type Column = ReturnType<typeof createColumn>

function createColumn(name: string) {
  const known = new Map<string, number>()
  const values: string[] = []
  const ids: number[] = []
  return {
    add(cell: string) {
      const value = cell.trim()
      if (value === '') return ids.push(-1)
      let id = known.get(value)
      if (id === undefined) {
        id = values.push(value) - 1
        known.set(value, id)
      }
      return ids.push(id)
    },
    done: (): RawColumn => ({ name, values, ids: Int32Array.from(ids) }),
  }
}

function eachRow(text: string, delimiter: string, visit: (cells: string[]) => void): void {
  let cells: string[] = []
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter)
    cells.push(cell.value)
    at = cell.end
    const next = text[at]
    if (next === delimiter) {
      at += 1
      if (at < text.length) continue
      cells.push('')
    }
    if (next === '\r' && text[at + 1] === '\n') at += 1
    if (next !== delimiter) at += 1
    visit(cells)
    cells = []
  }
}

function plainCell(text: string, start: number, delimiter: string): { value: string; end: number } {
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(start, end), end }
}

/** A quote inside is doubled; what stands between the closing quote and the delimiter is left out. */
function quotedCell(text: string, start: number, delimiter: string): { value: string; end: number } {
  let end = start + 1
  for (;;) {
    const quote = text.indexOf('"', end)
    if (quote < 0) return { value: text.slice(start + 1), end: text.length }
    end = quote + 1
    if (text[end] !== '"') break
    end += 1
  }
  const value = text.slice(start + 1, end - 1).replaceAll('""', '"')
  return { value, end: plainCell(text, end, delimiter).end }
}
