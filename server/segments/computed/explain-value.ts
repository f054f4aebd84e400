import { sql } from 'kysely'
import type { ComputedExplanation, ComputedTrait, EventDefinition } from '../../../model/computed-trait.ts'
import { computedWords } from '../../../model/computed-words.ts'
import { currentPeople, requirePeople, requireReadableTraits } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { createParams } from '../compile/params.ts'
import { createMemberParts } from '../compile/member-parts.ts'
import { personRows } from '../compile/member-rows.ts'
import { SETTINGS } from '../compile/scan.ts'
import { scopeOf } from '../evaluate-people.ts'
import { namesOfSegments } from '../explain-membership.ts'
import { checkDefinition } from './check-definition.ts'
import { findComputedTrait } from './computed-row.ts'
import { explainScore } from './explain-score.ts'
import { explainPrediction } from './prediction/explain-prediction.ts'

const MOST_HISTORY = 50

/**
 * How the value of a person came about: by which events, when time may change it, and what it was before. The person may be named
 * by any id that ever was theirs. Throws `not_found`, and `forbidden` when the caller may not see what it reads.
 */
export async function explainValue(
  platform: Platform,
  caller: Actor,
  { traitId, personId }: { traitId: string; personId: string },
): Promise<ComputedExplanation> {
  const { db } = platform
  const trait = await findComputedTrait(db, traitId)
  // What SQL reads is not known; that somebody may see the trait is.
  if (trait.definition.kind !== 'sql') checkDefinition(caller, trait.definition)
  requireReadableTraits(caller, 'people', [{ field: trait.name }])
  await requirePeople(db, caller, { ids: [personId], action: 'view' })
  const person = (await currentPeople(db, [personId])).get(personId)
  if (person === undefined) throw fail('not_found', 'There is no person with this id.')
  const value = await findValue(platform, trait, person)
  const { definition } = trait
  return {
    trait: { id: trait.id, name: trait.name },
    words: computedWords(
      definition,
      definition.kind === 'score' ? await namesOfSegments(platform) : undefined,
    ),
    value: value?.value ?? null,
    computed_at: value?.computed_at.toISOString() ?? null,
    due_at: value?.due_at?.toISOString() ?? null,
    ...(await whatIsBehind(platform, trait, { person, value: value?.value })),
    history: await historyOf(platform, trait, person),
  }
}

async function findValue({ db }: Platform, trait: ComputedTrait, person: string) {
  const { rows } = await sql<{ value: unknown; computed_at: Date; due_at: Date | null }>`
    select value, computed_at, due_at from computed_values
    where trait_id = ${trait.id} and person_id = ${person}::uuid`.execute(db)
  return rows[0]
}

async function whatIsBehind(
  platform: Platform,
  { id, definition }: ComputedTrait,
  had: { person: string; value: unknown },
) {
  if (definition.kind === 'score') return { ...nothing, score: await explainScore(platform, definition, had) }
  if (definition.kind === 'sql') return nothing
  if (definition.kind === 'prediction') {
    const asked = { trait: id, person: had.person }
    return { ...nothing, prediction: await explainPrediction(platform, definition, asked) }
  }
  return { ...nothing, ...(await eventsBehind(platform, definition, had.person)) }
}

const nothing = { events: 0, first_at: null, last_at: null, score: null, prediction: null }

async function eventsBehind(platform: Platform, definition: EventDefinition, person: string) {
  const params = createParams()
  const now = platform.clock.now()
  const parts = createMemberParts('people', params, now)
  const window = 'window' in definition ? (definition.window ?? null) : null
  const meant = { filter: definition, window }
  const asked = [parts.facts.count(meant), parts.facts.firstAge(meant), parts.facts.lastAge(meant)]
  const scope = await scopeOf(platform, [person])
  const [row] = await platform.warehouse.rows<{ figures: string[] }>(
    `select [${asked.map((column) => `toString(${column})`).join(', ')}] as figures from ${personRows(parts, scope)} ${SETTINGS}`,
    params.values,
  )
  const [events = 0, oldest = 0, newest = 0] = (row?.figures ?? []).map(Number)
  const at = (age: number) => (events === 0 ? null : new Date(now - age).toISOString())
  return { events, first_at: at(oldest), last_at: at(newest) }
}

/** What was worked out under former ids of the person counts, too. */
async function historyOf({ db }: Platform, trait: ComputedTrait, person: string) {
  const { rows } = await sql<{ value: unknown; from_at: Date; until_at: Date }>`
    select h.value, h.from_at, h.until_at from identifiers i
    join computed_history h on h.person_id = i.id and h.trait_id = ${trait.id}
    where i.person_id = ${person}::uuid
    order by h.until_at desc, h.id desc limit ${MOST_HISTORY}`.execute(db)
  return rows.map(({ value, from_at, until_at }) => ({
    value,
    from: from_at.toISOString(),
    until: until_at.toISOString(),
  }))
}
