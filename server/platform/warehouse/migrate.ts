import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Warehouse } from './warehouse.ts'

/**
 * Applies the `.sql` files of a folder that have not been applied yet, in the order of their names. ClickHouse has no
 * transactions for this: statements are separated by a line with only `;` and must be safe to run twice.
 */
export async function migrateWarehouse(warehouse: Warehouse, folder: string): Promise<string[]> {
  await warehouse.command(
    'create table if not exists migrations (name String, applied_at DateTime default now()) engine = MergeTree order by name',
  )
  const done = new Set(
    (await warehouse.rows<{ name: string }>('select name from migrations')).map(({ name }) => name),
  )
  const waiting = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !done.has(name)).sort()
  for (const name of waiting) {
    const statements = (await readFile(join(folder, name), 'utf8')).split(/^;$/m)
    for (const statement of statements) if (statement.trim()) await warehouse.command(statement)
    await warehouse.insert('migrations', [{ name }])
  }
  return waiting
}
