import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { fail } from '../../../platform/errors.ts'
import { readText } from './decode-text.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const LOOKED_AT_LINES = 30
const MAX_RECORD_CHARACTERS = 1024 * 1024

/** The records of a file of separated values. Throws `validation_failed` where a quote is never closed. */
export async function* readCsv(path: string): AsyncGenerator<string[]> {
  const { declared, delimiter } = await detectDelimiter(path)
  const parser = Readable.from(readText(path)).pipe(
    parse({
      delimiter,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: MAX_RECORD_CHARACTERS,
      from_line: declared ? 2 : 1,
    }),
  )
  try {
    for await (const record of parser) yield record as string[]
  } catch (error) {
    throw fail('validation_failed', `The file cannot be read as a table: ${readable(error)}`)
  }
}

/** The delimiter under which most of the first lines have equally many fields, or the one that a `sep=` line names. */
async function detectDelimiter(path: string): Promise<{ delimiter: string; declared: boolean }> {
  const lines = await firstLines(path)
  const named = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1]
  if (named) return { delimiter: named, declared: true }
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(lines, delimiter) }))
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  return { delimiter: best && best.score > 0 ? best.delimiter : ',', declared: false }
}

async function firstLines(path: string): Promise<string[]> {
  let text = ''
  for await (const piece of readText(path)) {
    text += piece
    if (text.split('\n').length > LOOKED_AT_LINES) break
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .slice(0, LOOKED_AT_LINES)
}

function scoreOf(lines: string[], delimiter: string): number {
  const counts = lines.map((line) => outsideQuotes(line).split(delimiter).length - 1).filter((n) => n > 0)
  const usual = mostFrequent(counts)
  return counts.filter((count) => count === usual).length * Math.min(usual, 20)
}

function outsideQuotes(line: string): string {
  return line.replaceAll(/"(?:[^"]|"")*"/g, '')
}

/** The value that occurs most often; 0 of none. */
export function mostFrequent(numbers: number[]): number {
  const times = new Map<number, number>()
  for (const one of numbers) times.set(one, (times.get(one) ?? 0) + 1)
  return [...times].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

function readable(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return /max[_ ]record[_ ]size|Quote Not Closed/i.test(message)
    ? 'a quotation mark is opened and never closed.'
    : message
}
