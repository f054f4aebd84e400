import type { ComputedDefinition, RfmScores } from '../../../model/computed-trait.ts'
import { lengthOf } from '../../../model/segment-comparison.ts'
import { DAY_MS } from '../compile/days.ts'
import type { Figure } from './compile-values.ts'
import type { Cuts } from './fifths.ts'
import { readPrediction, type PredictionModel } from './prediction/model.ts'
import { groupOf, scoreOf } from './fifths.ts'
import { readScore } from './read-score.ts'
import { readSqlValue } from './sql/read-sql-value.ts'

/** What a value depends on besides what the person did: `now` in ms since 1970, where the fifths end, what was learned. */
export type Reading = { now: number; cuts: Cuts | null; model: PredictionModel | null }

/** The value that a figure stands for; null for none. */
export function readValue(
  definition: ComputedDefinition,
  { figure, oldest, newest }: Figure,
  { now, cuts, model }: Reading,
): unknown {
  if (figure === '') return null
  switch (definition.kind) {
    case 'count':
    case 'unique_count':
      return Number(figure)
    case 'sum':
      return fromMillionths(figure)
    case 'average': {
      const [sum = '0', count = '1'] = figure.split(' ')
      return finite(Number(BigInt(sum)) / Number(count) / 1e6)
    }
    case 'smallest':
    case 'largest':
      return finite(Number(figure))
    case 'first':
    case 'last':
      if (definition.field !== undefined) return JSON.parse(figure)
      return new Date(now - (definition.kind === 'first' ? oldest : newest)).toISOString()
    case 'most_frequent':
    case 'unique_list':
      return JSON.parse(figure)
    case 'days_since':
      return Math.floor(Math.max(0, newest) / DAY_MS)
    case 'lifecycle':
      return stageOf(definition, { oldest, newest })
    case 'lifetime_value': {
      const [earned = '0', lost = '0'] = figure.split(' ')
      return fromMillionths(BigInt(earned) - BigInt(lost))
    }
    case 'score':
      return readScore(definition, figure).value
    case 'sql':
      return readSqlValue(figure)
    case 'prediction':
      return model && readPrediction(model, figure)
    case 'rfm':
      return cuts && scores(figure, now - newest, cuts)
  }
}

/** When time alone may change a value next, in ms since 1970; null when it never does, and for scores: see `passScores`. */
export function dueOf(
  definition: ComputedDefinition,
  { figure, oldest, newest }: Figure,
  now: number,
): number | null {
  const window = 'window' in definition ? definition.window : undefined
  const waits = [
    ...(window?.kind === 'last' ? [lengthOf(window) - oldest + 1] : []),
    ...(definition.kind === 'days_since' ? [newest < 0 ? DAY_MS - newest : DAY_MS - (newest % DAY_MS)] : []),
    ...(definition.kind === 'lifecycle'
      ? [
          definition.new_days * DAY_MS - oldest + 1,
          definition.at_risk_days * DAY_MS - newest + 1,
          definition.lapsed_days * DAY_MS - newest + 1,
        ].filter((wait) => wait > 0)
      : []),
  ]
  return figure === '' || waits.length === 0 ? null : now + Math.min(...waits)
}

type Lifecycle = Extract<ComputedDefinition, { kind: 'lifecycle' }>

function stageOf(
  { new_days, at_risk_days, lapsed_days }: Lifecycle,
  { oldest, newest }: Pick<Figure, 'oldest' | 'newest'>,
): string {
  if (newest > lapsed_days * DAY_MS) return 'lapsed'
  if (newest > at_risk_days * DAY_MS) return 'at risk'
  return oldest <= new_days * DAY_MS ? 'new' : 'active'
}

function scores(figure: string, lastAt: number, cuts: Cuts): RfmScores {
  const [count = '0', spent = '0'] = figure.split(' ')
  const recency = scoreOf(BigInt(lastAt), cuts.recency)
  const frequency = scoreOf(BigInt(count), cuts.frequency)
  const monetary = scoreOf(BigInt(spent), cuts.monetary)
  return {
    recency,
    frequency,
    monetary,
    cell: `${recency}${frequency}${monetary}`,
    group: groupOf(recency, (frequency + monetary) / 2),
  }
}

function fromMillionths(sum: string | bigint): number {
  return Number(BigInt(sum)) / 1e6
}

/** JSON has no infinite numbers. */
function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null
}
