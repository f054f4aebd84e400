import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Log } from './log/index.ts'
import type { Copies } from './copies/index.ts'
import type { Database, Relational } from './relational/index.ts'
import type { Secrets } from './secrets.ts'
import type { Warehouse } from './warehouse/index.ts'

/** What every module gets from the composition root: the engines and the few things all share. */
export type Platform = {
  db: Database
  relational: Relational
  warehouse: Warehouse
  log: Log
  /** Null where the database itself is read at any time. */
  copies: Copies | null
  clock: Clock
  logger: Logger
  secrets: Secrets
}
