import { sql } from 'kysely'
import type { Destination } from '../../../model/destination.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const columns = sql`
  d.id, d.name, d.kind, d.enabled, d.settings ->> 'url' as url, d.settings -> 'segment_ids' as segment_ids, d.created_at,
  d.delivered, d.failed,
  (select count(*) from deliveries v where v.destination_id = d.id and v.state = 'waiting') as waiting`

type Row = Omit<Destination, 'created_at'> & { created_at: Date }

/** All destinations, the oldest first. */
export async function listDestinations(db: Queryable): Promise<Destination[]> {
  const { rows } = await sql<Row>`select ${columns} from destinations d order by d.created_at, d.id`.execute(
    db,
  )
  return rows.map(toDestination)
}

/** A destination; throws `not_found`. */
export async function findDestination(db: Queryable, id: string): Promise<Destination> {
  const { rows } = await sql<Row>`select ${columns} from destinations d where d.id = ${id}`.execute(db)
  if (!rows[0]) throw fail('not_found', 'There is no destination with this id.')
  return toDestination(rows[0])
}

function toDestination({ created_at, ...row }: Row): Destination {
  return { ...row, created_at: created_at.toISOString() }
}
