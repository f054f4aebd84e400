import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'

const MIGRATION_LOCK = 714_202_611

/**
 * Applies the `.sql` files of a folder that have not been applied yet, in the order of their names, each in a
 * transaction of its own. Forward only. Several processes may start at once: each applies what is still waiting, one at a
 * time. The lock belongs to the transaction, because connections of the embedded database share one session.
 */
export async function migrateRelational(pool: Pool, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const client = await pool.connect()
  try {
    const applied: string[] = []
    for (
      let name = await applyNext(client, folder, files);
      name;
      name = await applyNext(client, folder, files)
    )
      applied.push(name)
    return applied
  } finally {
    client.release()
  }
}

/** Applies the first file that is still waiting, and gives its name; null when there is none. */
async function applyNext(client: PoolClient, folder: string, files: string[]): Promise<string | null> {
  let name: string | undefined
  try {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    name = files.find((file) => !rows.some((row) => row.name === file))
    if (name) {
      await client.query(await readFile(join(folder, name), 'utf8'))
      await client.query('insert into migrations (name) values ($1)', [name])
    }
    await client.query('commit')
    return name ?? null
  } catch (error) {
    await client.query('rollback')
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Migration ${name ?? 'of the schema'} failed: ${reason}`, { cause: error })
  }
}
