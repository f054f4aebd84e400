import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { z } from 'zod'
import type { listFileQuery, ListOutcome } from '../../../model/segment-list.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { subjectOf } from '../segment-row.ts'
import { findSegment } from '../segments.ts'
import { changeEntries, lockList } from './change-list.ts'
import type { Doing } from './list-entries.ts'
import { openNames } from './name-members.ts'

const ROWS_PER_TRANSACTION = 1_000
const EXAMPLES = 20
const MAX_RECORD_CHARACTERS = 100_000

export type ListFile = {
  segment: string
  doing: Doing
  query: z.output<typeof listFileQuery>
  body: Readable
}

/**
 * Puts everybody, or all companies, named by a CSV file on the list of a static segment, or takes them off, so many rows at a time: memory does
 * not grow with the file. One that was cut off can be sent again. Throws `validation_failed` for what is no table, or has no
 * such column.
 */
export async function changeListByFile(
  platform: Platform,
  actor: Actor,
  { segment, doing, query, body }: ListFile,
): Promise<ListOutcome> {
  const { members } = await findSegment(platform.db, segment)
  const read = await openNames(platform, actor, { members, type: query.type })
  const total: ListOutcome = { changed: 0, unchanged: 0, not_found: 0, not_found_examples: [] }
  await platform.db.transaction().execute(async (trx) => {
    const list = await lockList(trx, segment)
    const details = { from: 'file', doing, type: query.type }
    await audit(trx, actor, { action: 'segment.list_changed', subject: subjectOf(list), details })
  })
  for await (const values of inGroups(valuesOf(body, query))) {
    const part = await platform.db.transaction().execute(async (trx) => {
      const list = await lockList(trx, segment)
      return changeEntries(trx, actor, { list, doing, named: await read(trx, values) })
    })
    total.changed += part.changed
    total.unchanged += part.unchanged
    total.not_found += part.not_found
    total.not_found_examples = [...total.not_found_examples, ...part.not_found_examples].slice(0, EXAMPLES)
  }
  return total
}

async function* inGroups(values: AsyncIterable<string>): AsyncGenerator<string[]> {
  let group: string[] = []
  for await (const value of values) {
    group.push(value)
    if (group.length < ROWS_PER_TRANSACTION) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/** The values of the column, without empty ones. */
async function* valuesOf(
  body: Readable,
  { column, type }: z.output<typeof listFileQuery>,
): AsyncGenerator<string> {
  let place: number | null = null
  for await (const record of recordsOf(body)) {
    if (place === null) {
      place = placeOf(record, column)
      if (column !== undefined || isHeader(record[0] ?? '', type)) continue
    }
    const value = record[place]?.trim() ?? ''
    if (value !== '') yield value
  }
}

async function* recordsOf(body: Readable): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: [',', ';', '\t'],
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  })
  body.on('error', (error) => parser.destroy(error))
  try {
    for await (const record of body.pipe(parser)) yield record as string[]
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error
    throw fail('validation_failed', `The file cannot be read as a table: ${error.message}`)
  }
}

function placeOf(header: string[], column: string | undefined): number {
  if (column === undefined) return 0
  const place = header.findIndex((name) => name.trim().toLowerCase() === column.toLowerCase())
  if (place !== -1) return place
  const problem = `is no column of the file, which has ${header.map((name) => `“${name}”`).join(', ')}`
  throw fail('validation_failed', `column ${problem}.`, [{ field: 'column', problem }])
}

/** "E-mail" above e-mail addresses, "User ID" above user ids. */
function isHeader(cell: string, type: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return plain(cell) === plain(type) || ['id', 'identifier', 'value'].includes(plain(cell))
}
