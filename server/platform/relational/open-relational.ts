import type { MessagePort } from 'node:worker_threads'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import pg from 'pg'
import { invariant } from '../errors.ts'
import { pgliteTemplate } from '../paths.ts'
import { maintainEmbedded } from './maintain-embedded.ts'
import { TellingDialect } from './on-begin.ts'
import { startPgliteThread, streamOver, type PgliteThread } from './pglite-stream.ts'
import type { Database, EmbeddedRelational, Relational, Tables } from './relational.ts'

const SERVER_POOL_SIZE = 12
const EMBEDDED_POOL_SIZE = 6
const INT8_OID = 20
const END_WITHIN_MS = 5_000

// Counts and ids stay far below 2^53, and a bigint cannot be written as JSON.
pg.types.setTypeParser(INT8_OID, Number)

/** Opens the embedded database in this folder, creating it on first use. */
export async function openEmbeddedRelational(folder: string): Promise<EmbeddedRelational> {
  return relationalOf(await openFolder(folder))
}

/** Opens an embedded database that keeps nothing, as a copy of the database whose folder is packed in this file. */
export async function openEmbeddedCopy(templatePath: string): Promise<EmbeddedRelational> {
  return relationalOf(await startPgliteThread({ dataDir: 'memory://', templatePath }))
}

function relationalOf(thread: PgliteThread): EmbeddedRelational {
  const relational = embeddedRelational(() => thread.openPort(), EMBEDDED_POOL_SIZE)
  return {
    ...relational,
    openPort: () => thread.openPort(),
    failed: thread.failed,
    async close() {
      await relational.close()
      await thread.close()
    },
  }
}

/** The embedded database that another thread has opened, over ports that it gave. */
export function relationalOverPorts(ports: MessagePort[]): Relational {
  return embeddedRelational(() => {
    const port = ports.pop()
    invariant(port, 'a thread asked for more database connections than it was given')
    return port
  }, ports.length)
}

function embeddedRelational(openPort: () => MessagePort, max: number): Relational {
  const pool = new pg.Pool({
    max,
    idleTimeoutMillis: 0,
    user: 'postgres',
    stream: () => streamOver(openPort()),
  })
  pool.on('error', () => undefined)
  const db = kyselyOn(pool)
  const end = async () => {
    // A pool that ends while one of its connections is still being made for a question under way never ends.
    await pool.query('select 1').catch(() => undefined)
    await pool.end()
  }
  // A connection that never comes back must not keep the process: what was committed is on disk.
  const close = () => Promise.race([end(), sleep(END_WITHIN_MS, undefined, { ref: false })])
  return { db, pool, engine: 'embedded', maintain: () => maintainEmbedded(db), close }
}

/** A folder whose creation was cut off cannot be opened: the file beside it tells, and it is made anew. */
async function openFolder(folder: string): Promise<PgliteThread> {
  const unfinished = `${folder}.unfinished`
  if (existsSync(unfinished)) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  if (existsSync(join(folder, 'PG_VERSION')))
    return startPgliteThread({ dataDir: folder, templatePath: null })
  writeFileSync(unfinished, '')
  const thread = await startPgliteThread({ dataDir: folder, templatePath: pgliteTemplate() })
  rmSync(unfinished)
  return thread
}

/** Connects to a PostgreSQL server, version 15 or later. */
export async function openServerRelational(url: string): Promise<Relational> {
  const pool = new pg.Pool({ connectionString: url, max: SERVER_POOL_SIZE })
  pool.on('error', () => undefined)
  const db = kyselyOn(pool)
  await pool.query('select 1')
  return { db, pool, engine: 'server', maintain: async () => undefined, close: () => pool.end() }
}

function kyselyOn(pool: pg.Pool): Database {
  return new Kysely<Tables>({ dialect: new TellingDialect({ pool }) })
}
