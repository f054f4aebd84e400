import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { indexColumns } from './field-expression.ts'

const POLL_MS = 2_000
const INDEXING_LOCK = 714_202_631

type Waiting = Pick<Field, 'id' | 'object' | 'key' | 'type'> & { wanted: boolean }

/** Makes and drops the indexes of fields by which lists are filtered, in the background. */
export function startFieldIndexing(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (; !stopping.signal.aborted; await rest()) {
      try {
        await indexWaiting(platform)
      } catch (error) {
        platform.logger.error({ err: error }, 'An index of a field could not be made and will be tried again')
      }
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** Makes or drops what waits for it. Several processes may come by at once: one of them works, the others go. */
export async function indexWaiting(platform: Platform): Promise<void> {
  const { db, relational } = platform
  if ((await listWaiting(db)).length === 0) return
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      mine: boolean
    }>`select pg_try_advisory_xact_lock(${INDEXING_LOCK}) as mine`.execute(trx)
    if (!rows[0]?.mine) return
    for (const field of await listWaiting(trx)) {
      // A server goes on writing to the table meanwhile, which takes a connection outside this transaction.
      const [on, how] = relational.engine === 'server' ? [db, sql`concurrently`] : [trx, sql``]
      await follow(on, how, field)
    }
  })
}

async function listWaiting(db: Queryable): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select id, object, key, type, indexed and archived_at is null as wanted from crm_fields
    where index_state = 'waiting' order by updated_at, id`.execute(db)
  return rows
}

/** One that was cut off half way leaves an index that is not valid: it is made anew. */
async function follow(db: Queryable, how: RawBuilder<unknown>, field: Waiting): Promise<void> {
  const name = sql.id(`field_${field.id.replaceAll('-', '')}`)
  await sql`drop index ${how} if exists ${name}`.execute(db)
  const { table, condition } = tableOf(field.object)
  if (field.wanted) {
    await sql`create index ${how} ${name} on ${table} ${indexColumns(field)} ${condition}`.execute(db)
    // Without it the planner knows nothing of how the values are spread.
    await sql`analyze ${table}`.execute(db)
  }
  await sql`
    update crm_fields set index_state = ${field.wanted ? 'ready' : 'none'}
    where id = ${field.id} and index_state = 'waiting'`.execute(db)
}

function tableOf(object: string): { table: RawBuilder<unknown>; condition: RawBuilder<unknown> } {
  switch (object) {
    case 'deal':
      return { table: sql`deals`, condition: sql`where deleted_at is null` }
    case 'company':
      return { table: sql`companies`, condition: sql`` }
    case 'person':
      return { table: sql`people`, condition: sql`` }
    default:
      return { table: sql`records`, condition: sql`where object = ${sql.lit(object)} and deleted_at is null` }
  }
}
