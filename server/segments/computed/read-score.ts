import { withinBounds, type ScoreDefinition } from '../../../model/score.ts'
import { POINT } from './compile-score.ts'

/** What a figure says of a score: the rules that hold, by place, with the points that each counts; and the score, null for none. */
export type Score = { rules: Map<number, number>; value: number | null }

/** Reads the figure that `compileScore` makes. */
export function readScore(definition: ScoreDefinition, figure: string): Score {
  const parts = figure === '' ? [] : figure.split(',').map((part) => part.split(' ').map(Number))
  const rules = new Map(parts.map(([place = 0, counted = 0]) => [place, counted / POINT] as const))
  if (parts.length === 0) return { rules, value: null }
  const sum = parts.reduce((all, [, counted = 0]) => all + counted, 0)
  return { rules, value: withinBounds(definition, Math.floor(sum / POINT + 0.5)) }
}
