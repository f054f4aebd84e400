import type { Kysely, Transaction } from 'kysely'
import type { MessagePort } from 'node:worker_threads'
import type { Pool } from 'pg'

/** Tables are typed by the module that owns them; through this handle they are named in SQL or by `withTables`. */
export type Tables = Record<string, Record<string, unknown>>

export type Database = Kysely<Tables>
export type Trx = Transaction<Tables>
/** What a query needs: the database, or the transaction it takes part in. */
export type Queryable = Database | Trx

/** The relational role: PGlite in this process or a PostgreSQL server, behind one driver and one dialect. */
export type Relational = {
  db: Database
  pool: Pool
  engine: 'embedded' | 'server'
  /** What a server does by itself and the embedded engine does not: checkpoint, vacuum, statistics. */
  maintain(): Promise<void>
  close(): Promise<void>
}

/** The embedded engine, in the thread that opened it. */
export type EmbeddedRelational = Relational & {
  /** A connection to hand to another thread. */
  openPort(): MessagePort
  /** Resolves if the engine dies; only a restart of the process helps then. */
  failed: Promise<Error>
}
