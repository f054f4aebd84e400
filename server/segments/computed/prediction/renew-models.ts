import { sql } from 'kysely'
import { KithError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/index.ts'
import { DAY_MS } from '../../compile/days.ts'
import type { Failure } from '../../share-scans.ts'
import type { EvaluatedTrait } from '../evaluated-trait.ts'
import { learn } from './learn.ts'
import type { PredictionModel } from './model.ts'

/** What people do before they buy changes slowly. */
const LEARNED_FOR_MS = 7 * DAY_MS

/**
 * The traits with what predictions among them need to be worked out: a model, learned anew after a week. Without those that cannot be
 * learned; one that could be once keeps what it had learned. Throws when the warehouse does not answer.
 */
export async function renewModels(
  platform: Platform,
  traits: readonly EvaluatedTrait[],
): Promise<{ ready: EvaluatedTrait[]; failures: Failure<EvaluatedTrait>[] }> {
  const ready: EvaluatedTrait[] = []
  const failures: Failure<EvaluatedTrait>[] = []
  for (const trait of traits) {
    if (trait.definition.kind !== 'prediction' || isFresh(trait.model, platform.clock.now())) {
      ready.push(trait)
      continue
    }
    try {
      const learned = await storeModel(platform, trait, await learn(platform, trait.definition))
      if (learned) ready.push(learned)
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      if (trait.model) ready.push(trait)
      else failures.push({ one: trait, error: error.message })
    }
  }
  return { ready, failures }
}

function isFresh(model: PredictionModel | null, now: number): boolean {
  return model !== null && Date.parse(model.report.learned_at) > now - LEARNED_FOR_MS
}

/** With another version, so that nothing is written that was read by the former model; undefined when it was changed meanwhile. */
async function storeModel(
  { db }: Platform,
  trait: EvaluatedTrait,
  model: PredictionModel,
): Promise<EvaluatedTrait | undefined> {
  const { rows } = await sql<{ version: number }>`
    update computed_traits set model = ${JSON.stringify(model)}::jsonb, version = version + 1
    where id = ${trait.id} and version = ${trait.version} and state in ('building', 'live') returning version`.execute(
    db,
  )
  return rows[0] && { ...trait, model, version: rows[0].version }
}
