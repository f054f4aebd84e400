import { sql } from 'kysely'
import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import { conditionsOf, type ScoreDefinition } from '../../../model/score.ts'
import type { Condition } from '../../../model/segment-condition.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { expand, loadDefinitions, segmentsIn } from '../expand-segments.ts'
import { MAX_WEIGHT } from '../share-scans.ts'
import { eventsAsked, weightOf } from '../weight.ts'
import type { Cuts } from './fifths.ts'
import type { PredictionModel } from './prediction/model.ts'

/** What working out a trait needs of it; segments that the rules of a score name are replaced by their conditions. */
export type EvaluatedTrait = {
  id: string
  name: string
  version: number
  definition: ComputedDefinition
  cuts: Cuts | null
  /** What a prediction has learned. */
  model: PredictionModel | null
  evaluated_at: Date | null
  /** Up to when the passing of time was looked at. */
  passed_at: Date | null
}

type State = 'live' | 'building'

/** The traits that are kept up as people act, or those of one state only, oldest first. */
export async function listEvaluatedTraits(
  db: Queryable,
  states: readonly State[] = ['live', 'building'],
): Promise<EvaluatedTrait[]> {
  const { rows } = await sql<EvaluatedTrait>`
    select id, name, version, definition, cuts, model, evaluated_at, passed_at from computed_traits
    where state = any(${[...states]}::text[]) order by created_at, id`.execute(db)
  const expand = await expanderOf(
    db,
    rows.map(({ definition }) => definition),
  )
  return rows.map((row) => ({ ...row, definition: expand(row.definition) }))
}

/** How to replace the segments that rules name; reads the definitions of segments only when one is named. */
export async function expanderOf(
  db: Queryable,
  all: readonly ComputedDefinition[],
): Promise<(definition: ComputedDefinition) => ComputedDefinition> {
  const named = all.flatMap((one) => (one.kind === 'score' ? segmentsIn(conditionsOf(one)) : []))
  if (named.length === 0) return (definition) => definition
  const definitions = await loadDefinitions(db)
  const replaced = (when: Condition) =>
    expand({ match: 'all', conditions: [when] }, definitions).conditions[0] ?? when
  return (definition) =>
    definition.kind === 'score'
      ? { ...definition, rules: definition.rules.map((rule) => ({ ...rule, when: replaced(rule.when) })) }
      : definition
}

/** Locks these traits against any other change of their values; leaves out what was redefined or removed. */
export async function lockTraits(trx: Trx, traits: EvaluatedTrait[]): Promise<EvaluatedTrait[]> {
  const { rows } = await sql<EvaluatedTrait>`
    select id, name, version, definition, cuts, model, evaluated_at, passed_at from computed_traits
    where id = any(${traits.map(({ id }) => id)}::uuid[]) and state in ('live', 'building') order by id for update`.execute(
    trx,
  )
  const known = new Map(traits.map((trait) => [trait.id, trait]))
  return rows.flatMap((row) => {
    const { version, definition } = known.get(row.id) ?? {}
    return definition && version === row.version ? [{ ...row, definition }] : []
  })
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
export function weightOfTrait({ definition, model }: Pick<EvaluatedTrait, 'definition' | 'model'>): number {
  if (definition.kind === 'score') return weightOfScore(definition)
  // Nothing else fits into the same query.
  if (definition.kind === 'sql') return MAX_WEIGHT
  if (definition.kind === 'prediction') return 5 * (definition.where.length + (model?.kinds.length ?? 1))
  const minus = 'minus' in definition ? definition.minus : undefined
  return 4 + definition.where.length + (minus ? 2 + minus.where.length : 0)
}

/** What fades is asked for twice: whether it holds, and how much it counts. */
export function weightOfScore({ rules }: ScoreDefinition): number {
  return rules.reduce(
    (sum, { when, half_life_days }) =>
      sum + 2 + weightOf({ conditions: [when] }) * (half_life_days === undefined ? 1 : 2),
    0,
  )
}

/** What scores among these ask of people as segments do. */
export function conditionsAskedBy(traits: readonly Pick<EvaluatedTrait, 'definition'>[]): Condition[] {
  return traits.flatMap(({ definition }) => (definition.kind === 'score' ? conditionsOf(definition) : []))
}

/** The names of the events that traits ask about. */
export function eventsAskedBy(traits: readonly EvaluatedTrait[]): Set<string> {
  return new Set(
    traits.flatMap(({ definition, model }) => [
      ...eventsOf(definition),
      ...(model?.kinds.map(({ event }) => event) ?? []),
    ]),
  )
}

/** The names of the events that a definition is about. */
export function eventsOf(definition: ComputedDefinition): string[] {
  if (definition.kind === 'score') return eventsAsked(conditionsOf(definition))
  if (definition.kind === 'sql') return []
  const minus = 'minus' in definition ? definition.minus : undefined
  return [definition.event, ...(minus ? [minus.event] : [])]
}
