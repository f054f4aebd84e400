import { AsyncLocalStorage } from 'node:async_hooks'
import { PostgresDialect, PostgresDriver, type DatabaseConnection, type PostgresDialectConfig } from 'kysely'

type OnBegin = (connection: DatabaseConnection) => Promise<void>

const current = new AsyncLocalStorage<OnBegin>()

/** Runs this; each transaction that is begun on the way calls `onBegin` first, so that both are committed or neither. */
export function withEachTransaction<R>(onBegin: OnBegin, run: () => R): R {
  return current.run(onBegin, run)
}

/** PostgreSQL's dialect, with `withEachTransaction`. */
export class TellingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): PostgresDriver {
    return new TellingDriver(this.#config)
  }
}

class TellingDriver extends PostgresDriver {
  override async beginTransaction(...begin: Parameters<PostgresDriver['beginTransaction']>): Promise<void> {
    await super.beginTransaction(...begin)
    await current.getStore()?.(begin[0])
  }
}
