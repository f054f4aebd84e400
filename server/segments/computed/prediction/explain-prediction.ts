import { sql } from 'kysely'
import type { PredictionDefinition, PredictionReasons } from '../../../../model/prediction.ts'
import type { Platform } from '../../../platform/index.ts'
import { DAY_MS } from '../../compile/days.ts'
import { scopeOf } from '../../evaluate-people.ts'
import { compileValues, figureAt, type FigureRow } from '../compile-values.ts'
import { effectsPerSignal } from './learn.ts'
import type { PredictionModel } from './model.ts'
import { inputsOf, readSignals } from './signals.ts'
import { round } from './report.ts'

const MOST_REASONS = 6

/** What speaks for and against it with this person, what weighs most first; null when there is no model or no likelihood. */
export async function explainPrediction(
  platform: Platform,
  definition: PredictionDefinition,
  { trait, person }: { trait: string; person: string },
): Promise<PredictionReasons | null> {
  const model = await findModel(platform, trait)
  if (!model) return null
  const now = platform.clock.now()
  const { query, params } = compileValues([{ definition, model }], await scopeOf(platform, [person]), now)
  const [row] = await platform.warehouse.rows<FigureRow>(query, params)
  if (!row) return null
  const signals = readSignals(figureAt(row, 0).figure)
  const effects = effectsPerSignal(model, inputsOf(signals))
  const reasons = signals.map(({ all, lastDays }, place) => ({
    event: model.kinds[place]?.event ?? '',
    effect: effects[place] ?? 0,
    count: all,
    last_at: lastDays === null ? null : new Date(now - lastDays * DAY_MS).toISOString(),
  }))
  return {
    usual: model.usual,
    reasons: reasons
      .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .slice(0, MOST_REASONS)
      .map(({ effect, ...reason }) => ({ ...reason, factor: round(Math.exp(effect), 2) })),
  }
}

async function findModel({ db }: Platform, trait: string): Promise<PredictionModel | null> {
  const { rows } = await sql<{ model: PredictionModel | null }>`
    select model from computed_traits where id = ${trait}`.execute(db)
  return rows[0]?.model ?? null
}
