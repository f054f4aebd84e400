import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'

const MIGRATION_LOCK = 714_202_611

/**
 * Applies the `.sql` files of a folder that have not been applied yet, in the order of their names, each in a
 * transaction of its own. Forward only. Several processes may start at once: one migrates, the others wait.
 */
export async function migrateRelational(pool: Pool, folder: string): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const done = new Set(rows.map(({ name }) => name))
    const waiting = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !done.has(name)).sort()
    for (const name of waiting) await applyMigration(client, name, await readFile(join(folder, name), 'utf8'))
    return waiting
  } finally {
    await client.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`)
    client.release()
  }
}

async function applyMigration(client: PoolClient, name: string, statements: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(statements)
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
