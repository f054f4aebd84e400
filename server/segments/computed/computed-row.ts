import { sql } from 'kysely'
import type { ComputedTrait } from '../../../model/computed-trait.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = Omit<ComputedTrait, 'progress' | 'created_at' | 'updated_at' | 'evaluated_at'> & {
  built: number
  to_build: number | null
  created_at: Date
  updated_at: Date
  evaluated_at: Date | null
}

/** The computed traits in use by name, or one alone. There are as many as people make by hand. */
export async function listComputedTraits(db: Queryable, id?: string): Promise<ComputedTrait[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name, c.description, c.definition, c.model -> 'report' as prediction, c.state, c.error, c.people, c.built, c.to_build, c.milliseconds,
      c.created_at, c.updated_at, c.evaluated_at,
      array(
        select coalesce(s.name, 'Removed source') from traits t
        cross join unnest(t.sources) as said (source) left join sources s on s.id = said.source
        where t.name = c.name and t.last_seen >= c.created_at order by 1
      ) as conflicts
    from computed_traits c where c.state <> 'removing' and (${id ?? null}::uuid is null or c.id = ${id ?? null}::uuid)
    order by lower(c.name), c.id`.execute(db)
  return rows.map(({ built, to_build, created_at, updated_at, evaluated_at, ...row }) => ({
    ...row,
    progress:
      row.state === 'building' && to_build !== null
        ? { done: Math.min(built, to_build), total: to_build }
        : null,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    evaluated_at: evaluated_at?.toISOString() ?? null,
  }))
}

/** One computed trait; throws `not_found`. */
export async function findComputedTrait(db: Queryable, id: string): Promise<ComputedTrait> {
  const [trait] = await listComputedTraits(db, id)
  if (!trait) throw fail('not_found', 'There is no computed trait with this id.')
  return trait
}
