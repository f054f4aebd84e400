import type { ComputedExplanation } from '../../../model/computed-trait.ts'
import { ruleWords } from '../../../model/computed-words.ts'
import { bandOf, type ScoreDefinition } from '../../../model/score.ts'
import type { Platform } from '../../platform/index.ts'
import { scopeWithColleagues } from '../evaluate-people.ts'
import { namesOfSegments } from '../explain-membership.ts'
import { compileValues, figureAt, type FigureRow } from './compile-values.ts'
import { expanderOf } from './evaluated-trait.ts'
import { readScore } from './read-score.ts'

/** Which rules of a score hold for a person by all that is known now, with the points of each; and the band of the `value` they have. */
export async function explainScore(
  platform: Platform,
  definition: ScoreDefinition,
  { person, value }: { person: string; value: unknown },
): Promise<NonNullable<ComputedExplanation['score']>> {
  const scope = await scopeWithColleagues(platform, [person])
  const expand = await expanderOf(platform.db, [definition])
  const { query, params } = compileValues([{ definition: expand(definition) }], scope, platform.clock.now())
  const [row] = await platform.warehouse.rows<FigureRow>(query, params)
  const found = readScore(definition, row ? figureAt(row, 0).figure : '')
  const nameOf = await namesOfSegments(platform)
  return {
    points: found.value ?? 0,
    band: typeof value === 'number' ? bandOf(definition.bands, value) : null,
    rules: definition.rules.map((rule, place) => ({
      name: rule.name,
      words: ruleWords(rule, nameOf),
      holds: found.rules.has(place),
      points: found.rules.get(place) ?? rule.points,
    })),
  }
}
