import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createClient, type ClickHouseClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { toLines } from './json-lines.ts'
import type { Warehouse } from './warehouse.ts'

const SETTINGS = {
  output_format_json_quote_64bit_integers: 0,
  date_time_input_format: 'best_effort',
  // Properties come back just as they were sent: texts that look like dates stay texts, true in a list with numbers
  // does not become 1, and a name with a dot in it stays apart from an object in an object.
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  input_format_json_read_bools_as_numbers: 0,
  input_format_json_read_bools_as_strings: 0,
  json_type_escape_dots_in_keys: 1,
  type_json_skip_duplicated_paths: 1,
} as const

/** Opens the embedded ClickHouse in this folder. A process can hold one folder only. */
export function openEmbeddedWarehouse(folder: string): Warehouse {
  mkdirSync(folder, { recursive: true })
  // The client and chdb each declare this interface in a copy of their own, which only the compiler tells apart.
  const connection = createChdbConnection({ path: folder }) as unknown as ClientConnection
  return warehouseOn(createClient({ connection, clickhouse_settings: SETTINGS }))
}

type ClientConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>

function warehouseOn(client: ClickHouseClient): Warehouse {
  const inTurn = createTurns(client)
  const insertLines = async (table: string, lines: string, token?: string) => {
    // In the statement itself: the embedded engine keeps settings given beside it for the session, where that of one
    // insert would make the next a repetition, dropped without a word. A token every time, because without one rows
    // equal to earlier ones are taken for a repetition, too.
    const setting = `insert_deduplication_token = '${(token ?? randomUUID()).replaceAll(/[^\w:.-]/g, '_')}'`
    await inTurn(() =>
      client.command({ query: `insert into ${table} settings ${setting} format JSONEachRow\n${lines}` }),
    )
  }
  return {
    async rows<Row>(query: string, params: Record<string, unknown> = {}) {
      const result = await inTurn(() => client.query({ query, query_params: params, format: 'JSONEachRow' }))
      return result.json<Row>()
    },
    async measured<Row>(query: string, params: Record<string, unknown> = {}) {
      const result = await inTurn(() => client.query({ query, query_params: params, format: 'JSON' }))
      const { data, statistics } = await result.json<Row>()
      return {
        rows: data,
        milliseconds: (statistics?.elapsed ?? 0) * 1000,
        rowsRead: statistics?.rows_read ?? 0,
      }
    },
    async command(query, params = {}) {
      await inTurn(() => client.command({ query, query_params: params }))
    },
    async insert(table, values, token) {
      if (values.length > 0) await insertLines(table, toLines(values), token)
    },
    insertLines,
    close: () => client.close(),
  }
}

/**
 * Lets one question in at a time: the embedded engine answers them one after the other anyway, and what one that fails had
 * begun to answer it puts before the next answer, whoever asks. So the next one is nobody's.
 */
function createTurns(client: ClickHouseClient) {
  let last: Promise<unknown> = Promise.resolve()
  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const before = last
    let next = () => {}
    last = new Promise<void>((resolve) => (next = resolve))
    await before
    try {
      return await ask()
    } catch (error) {
      await client.query({ query: 'select 1', format: 'JSONEachRow' }).catch(() => undefined)
      throw error
    } finally {
      next()
    }
  }
}
