import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import { requireReadableTraits } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { conditionsOf, type ScoreDefinition } from '../../../model/score.ts'
import { checkCondition, checkDefinition as checkConditions } from '../check-definition.ts'
import { requireReadableDefinition } from '../readable-definition.ts'
import { weightOfScore } from './evaluated-trait.ts'
import { requireMayWriteSql } from './sql/require-may-write-sql.ts'

/** A comparison takes about 350 bytes of a query, and ClickHouse reads 256 KB. */
const MOST_WEIGHT = 600

/**
 * Refuses a definition with something that nothing could ever satisfy (`validation_failed`), or that reads what is hidden from the
 * caller (`forbidden`): properties of events are called like the traits that they tell.
 */
export function checkDefinition(caller: Actor, definition: ComputedDefinition): void {
  if (definition.kind === 'score') return checkScore(caller, definition)
  if (definition.kind === 'sql') return requireMayWriteSql(caller)
  const { event, where } = definition
  const minus = 'minus' in definition ? definition.minus : undefined
  const parts = [{ event, where }, ...(minus ? [minus] : [])]
  checkConditions({
    match: 'all',
    conditions: parts.map((part) => ({
      kind: 'event',
      did: true,
      times: 1,
      days: null,
      event: part.event,
      where: part.where,
    })),
  })
  const fields = [
    ...('field' in definition && definition.field !== undefined ? [definition.field] : []),
    ...(minus ? [minus.field] : []),
  ]
  requireReadableTraits(caller, 'people', [
    ...fields.map((field) => ({ field })),
    ...parts.flatMap((part) => part.where),
  ])
}

function checkScore(caller: Actor, definition: ScoreDefinition): void {
  const conditions = conditionsOf(definition)
  for (const [place, one] of conditions.entries()) checkCondition(one, `definition.rules.${place}.when`)
  requireReadableDefinition(caller, { match: 'any', conditions })
  if (weightOfScore(definition) <= MOST_WEIGHT) return
  const problem = 'The rules compare too much for one question. Take some of their comparisons away.'
  throw fail('validation_failed', problem, [{ field: 'definition.rules', problem }])
}
