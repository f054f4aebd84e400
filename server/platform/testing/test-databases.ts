import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { migrationsFolder } from '../paths.ts'
import { migrateRelational, openServerRelational, type Relational } from '../relational/index.ts'

const TEMPLATE_LOCK = 714_202_612

/** Makes a migrated database of its own on the tests' PostgreSQL server; closing drops it. */
export async function openServerDatabase(): Promise<Relational> {
  const serverUrl = postgresUrl()
  const name = `kith_test_${randomUUID().replaceAll('-', '')}`
  await onServer(serverUrl, async (client) => {
    const template = await ensureTemplate(client, serverUrl)
    await client.query(`create database ${name} template ${template}`)
  })
  const relational = await openServerRelational(urlOf(serverUrl, name))
  return {
    ...relational,
    async close() {
      await relational.close()
      await onServer(serverUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

function postgresUrl(): string {
  const url = process.env.KITH_TEST_DATABASE_URL ?? inject('postgresUrl')
  if (!url)
    throw new Error('There is no PostgreSQL for this test: run it by vitest, or set KITH_TEST_DATABASE_URL.')
  return url
}

/** A clone of a migrated database takes a fraction of the time that migrating takes. Its name tells its migrations. */
async function ensureTemplate(client: pg.Client, serverUrl: string): Promise<string> {
  const name = `kith_template_${await migrationsDigest()}`
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await createTemplate(client, serverUrl, name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
  return name
}

async function createTemplate(client: pg.Client, serverUrl: string, name: string): Promise<void> {
  const draft = `${name}_draft`
  await client.query(`drop database if exists ${draft}`)
  await client.query(`create database ${draft}`)
  const relational = await openServerRelational(urlOf(serverUrl, draft))
  await migrateRelational(relational.pool, migrationsFolder('relational'))
  await relational.close()
  await client.query(`alter database ${draft} rename to ${name}`)
}

async function migrationsDigest(): Promise<string> {
  const folder = migrationsFolder('relational')
  const hash = createHash('sha256')
  for (const file of (await readdir(folder)).sort())
    hash.update(file).update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
