/** Values for `{name:Type}` placeholders. */
export type Params = Record<string, unknown>

export type Measured<Row> = { rows: Row[]; milliseconds: number; rowsRead: number }

/** The warehouse role: every event and the person snapshots, in ClickHouse's SQL. */
export type Warehouse = {
  /** Rows of a select; 64-bit integers arrive as numbers. */
  rows<Row>(query: string, params?: Params): Promise<Row[]>
  /** The same, with what it took: in milliseconds, without waiting for others, and in rows that were read. */
  measured<Row>(query: string, params?: Params): Promise<Measured<Row>>
  /** Runs a statement that returns nothing. */
  command(query: string, params?: Params): Promise<void>
  /**
   * Stores the rows as one block. A block with the same `token` is stored once, however often it is sent, so a
   * retry after an unclear failure is safe. Reports nothing when there are no rows.
   */
  insert(table: string, rows: readonly object[], token?: string): Promise<void>
  /** Like `insert`, with the rows as JSON lines already. */
  insertLines(table: string, lines: string, token?: string): Promise<void>
  close(): Promise<void>
}
