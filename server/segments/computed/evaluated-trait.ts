import { sql } from 'kysely'
import { eventsOf, type ComputedDefinition } from '../../../model/computed-trait.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import type { Cuts } from './fifths.ts'

/** What working out a trait needs of it. */
export type EvaluatedTrait = {
  id: string
  name: string
  version: number
  definition: ComputedDefinition
  cuts: Cuts | null
  evaluated_at: Date | null
}

type State = 'live' | 'building'

/** The traits that are kept up as people act, or those of one state only, oldest first. */
export async function listEvaluatedTraits(
  db: Queryable,
  states: readonly State[] = ['live', 'building'],
): Promise<EvaluatedTrait[]> {
  const { rows } = await sql<EvaluatedTrait>`
    select id, name, version, definition, cuts, evaluated_at from computed_traits
    where state = any(${[...states]}::text[]) order by created_at, id`.execute(db)
  return rows
}

/** Locks these traits against any other change of their values; leaves out what was redefined or removed. */
export async function lockTraits(trx: Trx, traits: EvaluatedTrait[]): Promise<EvaluatedTrait[]> {
  const { rows } = await sql<EvaluatedTrait>`
    select id, name, version, definition, cuts, evaluated_at from computed_traits
    where id = any(${traits.map(({ id }) => id)}::uuid[]) and state in ('live', 'building') order by id for update`.execute(
    trx,
  )
  const versions = new Map(traits.map(({ id, version }) => [id, version]))
  return rows.filter(({ id, version }) => versions.get(id) === version)
}

/** Counts that so many people more, or fewer, have a value. */
export async function growTraits(trx: Trx, grown: ReadonlyMap<string, number>): Promise<void> {
  const steps = [...grown].flatMap(([id, by]) => (by === 0 ? [] : [{ id, by }]))
  if (steps.length === 0) return
  await sql`
    update computed_traits c set people = greatest(0, c.people + n.by)
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as n (id uuid, by bigint) where c.id = n.id`.execute(
    trx,
  )
}

/** Takes a trait out of service with the reason, until its definition is saved again. Its values stay as they are. */
export async function failTrait(
  db: Queryable,
  { id, version }: EvaluatedTrait,
  error: string,
): Promise<void> {
  await sql`
    update computed_traits set state = 'failed', error = ${error.slice(0, 1000)}, to_build = null, updated_at = now()
    where id = ${id} and version = ${version} and state <> 'removing'`.execute(db)
}

/** How much a definition adds to a query: about as many times the text of a comparison. */
export function weightOfTrait({ definition }: Pick<EvaluatedTrait, 'definition'>): number {
  const minus = 'minus' in definition ? definition.minus : undefined
  return 4 + definition.where.length + (minus ? 2 + minus.where.length : 0)
}

/** The names of the events that traits ask about. */
export function eventsAskedBy(traits: readonly EvaluatedTrait[]): Set<string> {
  return new Set(traits.flatMap(({ definition }) => eventsOf(definition)))
}
