import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import { requireReadableTraits } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { conditionsOf, type ScoreDefinition } from '../../../model/score.ts'
import { checkCondition, checkDefinition as checkConditions } from '../check-definition.ts'
import { requireReadableDefinition } from '../readable-definition.ts'

/**
 * Refuses a definition with something that nothing could ever satisfy (`validation_failed`), or that reads what is hidden from the
 * caller (`forbidden`): properties of events are called like the traits that they tell.
 */
export function checkDefinition(caller: Actor, definition: ComputedDefinition): void {
  if (definition.kind === 'score') return checkScore(caller, definition)
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
}
