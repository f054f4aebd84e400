import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { migrationsFolder } from '../server/platform/paths.ts'
import { migrateRelational, openEmbeddedRelational } from '../server/platform/relational/index.ts'

/** Makes the migrated PGlite that `openEmbeddedDatabase` copies, packed in a file of this folder, and gives its path. */
export async function makeEmbeddedTemplate(parent: string): Promise<string> {
  const folder = join(parent, 'relational')
  const relational = await openEmbeddedRelational(folder)
  await migrateRelational(relational.pool, migrationsFolder('relational'))
  await relational.close()
  const database = await PGlite.create(folder, { extensions: { pg_trgm } })
  const packed = await database.dumpDataDir('none')
  await database.close()
  const template = join(parent, 'relational.tar')
  await writeFile(template, Buffer.from(await packed.arrayBuffer()))
  return template
}
