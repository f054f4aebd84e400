import { inject } from 'vitest'
import { openEmbeddedCopy, relationalOverPorts, type Relational } from '../relational/index.ts'

const CONNECTIONS = 6
/** What was deleted stays in its memory. */
const USES = 30

/** A database of this process and what it held when it was new; opening one takes a second, wiping it a fifth of that. */
type Kept = { database: Awaited<ReturnType<typeof openEmbeddedCopy>>; fresh: Content; uses: number }

type Content = { schema: string; rows: { table: string; columns: string; rows: string }[] }

const idle: Kept[] = []

/** Opens a migrated PGlite that keeps nothing: a copy of the one that the run has made for all, or one that was used and is wiped. */
export async function openEmbeddedDatabase(): Promise<Relational> {
  const kept = (await takeWiped()) ?? (await openKept())
  const ports = Array.from({ length: CONNECTIONS }, () => kept.database.openPort())
  const relational = relationalOverPorts(ports)
  return {
    ...relational,
    async close() {
      await relational.close()
      for (const unused of ports) unused.close()
      kept.uses += 1
      if (kept.uses < USES) idle.push(kept)
      else await kept.database.close()
    },
  }
}

async function openKept(): Promise<Kept> {
  const database = await openEmbeddedCopy(inject('embeddedTemplate'))
  return { database, fresh: await readContent(database), uses: 0 }
}

/** One without a trace of who used it before; null when there is none. */
async function takeWiped(): Promise<Kept | null> {
  const kept = idle.pop()
  if (!kept) return null
  if (await wipe(kept)) return kept
  await kept.database.close()
  return takeWiped()
}

/** False when its tables are others than at first. */
async function wipe({ database: { pool }, fresh }: Kept): Promise<boolean> {
  await pool.query('discard all')
  if ((await readSchema(pool)) !== fresh.schema) return false
  const { rows: full } = await pool.query<{ name: string }>(await askForFull(pool))
  if (full.length > 0)
    await pool.query(`truncate ${full.map(({ name }) => name).join()} restart identity cascade`)
  // Keys refer to tables that are filled later.
  await pool.query('set session_replication_role = replica')
  for (const { table, columns, rows } of fresh.rows)
    await pool.query(
      `insert into ${table} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [rows],
    )
  await pool.query('reset session_replication_role')
  return true
}

async function readContent({ pool }: Relational): Promise<Content> {
  const { rows: full } = await pool.query<{ name: string }>(await askForFull(pool))
  const rows = []
  for (const { name: table } of full) {
    const { rows: found } = await pool.query<{ columns: string; rows: string }>(
      `select (select string_agg(quote_ident(attname), ',') from pg_attribute
               where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '') as columns,
              (select json_agg(t)::text from ${table} t) as rows`,
    )
    rows.push({ table, ...found[0]! })
  }
  return { schema: await readSchema(pool), rows }
}

/** All tables with their columns and constraints, triggers and functions, in one word. */
async function readSchema(pool: Relational['pool']): Promise<string> {
  const { rows } = await pool.query<{ schema: string }>(
    `with relations as (select oid, relname from pg_class where relnamespace = 'public'::regnamespace)
     select md5(string_agg(part, ',' order by part)) as schema from (
       select concat('relation ', oid, relname) as part from relations
       union all select concat('column ', attrelid, attname, attnum, atttypid, attnotnull, atthasdef)
         from pg_attribute where attnum > 0 and attrelid in (select oid from relations)
       union all select concat('constraint ', oid, conname) from pg_constraint where connamespace = 'public'::regnamespace
       union all select concat('trigger ', oid, tgname, tgenabled) from pg_trigger where not tgisinternal
       union all select concat('function ', oid, md5(prosrc)) from pg_proc where pronamespace = 'public'::regnamespace
     ) as parts`,
  )
  return rows[0]!.schema
}

/** The question which tables hold rows, or are thought to. */
async function askForFull(pool: Relational['pool']): Promise<string> {
  const { rows } = await pool.query<{ question: string }>(
    `select string_agg(format('select %L as name where exists (select from %I) or %s', quote_ident(relname), relname,
       (reltuples > 0)::text), ' union all ') as question
     from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return rows[0]!.question
}
