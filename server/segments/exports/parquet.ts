import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer'
import { flatNames, type Column, type Table } from './table.ts'

/** A row group holds about so many rows: readers skip and decode by groups, and it is what lies in memory. */
const ROWS_PER_GROUP = 20_000

const types = {
  text: 'STRING',
  time: 'TIMESTAMP',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const satisfies Record<Column['type'], BasicType>

/** A table as an Apache Parquet file (Snappy). The footer that says where everything is comes last, so it can be written as it comes. */
export async function* encodeParquet({ columns, pages }: Table): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter()
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnData(columns, []) }),
    createdBy: 'Kith',
  })
  for await (const rows of inGroups(pages)) {
    await parquet.write({ columnData: columnData(columns, rows), rowGroupSize: ROWS_PER_GROUP })
    yield taken(bytes)
  }
  await parquet.finish()
  yield taken(bytes)
}

async function* inGroups(pages: AsyncIterable<unknown[][]>): AsyncGenerator<unknown[][]> {
  let waiting: unknown[][] = []
  for await (const rows of pages) {
    waiting.push(...rows)
    if (waiting.length < ROWS_PER_GROUP) continue
    yield waiting
    waiting = []
  }
  if (waiting.length > 0) yield waiting
}

function columnData(columns: Column[], rows: unknown[][]) {
  const names = flatNames(columns)
  return columns.map(({ type }, place) => ({
    name: names[place] ?? '',
    type: types[type],
    nullable: true,
    data: rows.map((row) => cellOf(type, row[place])),
  }))
}

/** A value of another type than that of its column, of which there were none when it was last counted, is nothing. */
function cellOf(type: Column['type'], value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'time') return value instanceof Date ? value : null
  if (type === 'text') return typeof value === 'string' ? value : JSON.stringify(value)
  return typeof value === type ? value : null
}

/** What was written since the last time. The offsets in the file go on counting. */
function taken(bytes: ByteWriter): Uint8Array {
  const taken = bytes.getBytes().slice()
  bytes.index = 0
  return taken
}
