import { sql } from 'kysely'
import { conditionsOf, type ScoreDefinition } from '../../../model/score.ts'
import type { Platform } from '../../platform/index.ts'
import { DAY_MS } from '../compile/days.ts'
import { edgesOf, type Edge } from '../compile/edges.ts'
import { findDue, MOST_DUE } from '../pass-time.ts'
import { evaluateEverybodysValues } from './build-values.ts'
import { listEvaluatedTraits, type EvaluatedTrait } from './evaluated-trait.ts'
import { tellDue } from './pass-days.ts'

/** After so many half-lives an event counts less than half a millionth, which is rounded to nothing. */
const HALF_LIVES = 21

/**
 * Lets time pass for scores: has the people worked out anew of whom time alone may have changed something since it was last
 * looked. Who that is is read from the edges of windows, as for segments; that they are told of and how far time has passed are one
 * transaction.
 */
export async function passScores(platform: Platform, isStopped = () => false): Promise<void> {
  const scores = (await listEvaluatedTraits(platform.db, ['live'])).filter(
    ({ definition }) => definition.kind === 'score' && scoreEdges(definition).length > 0,
  )
  const since = Math.min(...scores.map(({ passed_at }) => passed_at?.getTime() ?? Infinity))
  const now = platform.clock.now()
  if (!(since < now)) return
  const edges = scores.flatMap(({ definition }) =>
    definition.kind === 'score' ? scoreEdges(definition) : [],
  )
  const due = await findDue(platform, edges, { members: 'people', passed: { since, now } })
  if (due.length > MOST_DUE) return evaluateEverybodysValues(platform, scores, isStopped)
  await platform.db.transaction().execute(async (trx) => {
    await tellDue(trx, due)
    await sql`
      update computed_traits c set passed_at = ${new Date(now)}
      from jsonb_to_recordset(${JSON.stringify(scores.map(keyOf))}::jsonb) as n (id uuid, version int)
      where c.id = n.id and c.version = n.version and c.state = 'live' and c.passed_at < ${new Date(now)}`.execute(
      trx,
    )
  })
}

/** Everything that time alone may change about a score. */
export function scoreEdges(definition: ScoreDefinition): Edge[] {
  const fading = definition.rules.flatMap(({ when, half_life_days }): Edge[] =>
    when.kind === 'event' && half_life_days !== undefined
      ? [{ source: 'events', event: when.event, kind: 'fades', age: HALF_LIVES * half_life_days * DAY_MS }]
      : [],
  )
  return [...edgesOf({ conditions: conditionsOf(definition) }), ...fading]
}

function keyOf({ id, version }: EvaluatedTrait) {
  return { id, version }
}
