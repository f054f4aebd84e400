import type { Condition, Match } from '../segment-condition.ts'
import { segmentDefinition, type SegmentDefinition } from '../segment.ts'
import { TextProblem, type Vocabulary } from '../segment-text/reader.ts'
import type { TextNote } from '../segment-text/parse-segment.ts'
import { comparedBy, nameIn } from './compared-value.ts'
import { readQuery, type Query } from './read-query.ts'
import { translateEvents } from './translate-events.ts'

/** What became of a query: the definition of what could be translated, what had to be left out, and what to look at. */
export type Translated = {
  definition: SegmentDefinition | null
  /** Why it could not be read at all. */
  problem: TextNote | null
  leftOut: TextNote[]
  notes: TextNote[]
}

type Context = { segments: Vocabulary['segments']; notes: TextNote[] }

/**
 * The definition that a query in Segment's language means (docs: Segment Query Language Reference). What has no condition here is
 * left out where all conditions must hold, and told; elsewhere all that it is part of is.
 */
export function translateQuery(text: string, segments: Vocabulary['segments']): Translated {
  const context: Context = { segments, notes: [] }
  try {
    const query = readQuery(text)
    const parts = query.kind === 'junction' && query.op === 'and' ? query.parts : [query]
    const leftOut: TextNote[] = []
    const conditions = parts.flatMap((part) => {
      try {
        return [translate(part, context)]
      } catch (error) {
        leftOut.push(noteOf(error))
        return []
      }
    })
    return { definition: definitionOf(conditions), problem: null, leftOut, notes: context.notes }
  } catch (error) {
    return { definition: null, problem: noteOf(error), leftOut: [], notes: [] }
  }
}

function noteOf(error: unknown): TextNote {
  if (!(error instanceof TextProblem)) throw error
  const { message, from, to, suggestions } = error
  return { message, from, to, suggestions }
}

/** A group at the top is the definition itself. Throws a `TextProblem` for more than a definition can hold. */
function definitionOf(conditions: Condition[]): SegmentDefinition | null {
  const [only] = conditions
  if (!only) return null
  const given = conditions.length === 1 && only.kind === 'group' ? only : { match: 'all', conditions }
  const parsed = segmentDefinition.safeParse({ match: given.match, conditions: given.conditions })
  if (parsed.success) return parsed.data
  throw new TextProblem(`It ${parsed.error.issues[0]?.message ?? 'is too large'}.`, { from: 0, to: 0 })
}

function translate(query: Query, context: Context): Condition {
  switch (query.kind) {
    case 'junction':
      return group(
        query.op === 'and' ? 'all' : 'any',
        query.parts.map((part) => translate(part, context)),
      )
    case 'prefix':
      return query.op === 'not' ? group('none', [translate(query.part, context)]) : ofAccounts(query, context)
    case 'chain':
      return query.calls[0]?.name === 'event' ? translateEvents(query) : ofTrait(query, context)
  }
}

/** What is asked of accounts is asked of their people here. */
function ofAccounts(query: Extract<Query, { kind: 'prefix' }>, context: Context): Condition {
  const inner = translate(query.part, context)
  context.notes.push({
    message: 'This is asked of accounts: here it means the people who belong to such a company.',
    from: query.from,
    to: query.to,
    suggestions: [],
  })
  const counted =
    query.op === 'any'
      ? { times: 1, match: 'all' as const }
      : { times: 0, how: 'at_most' as const, match: 'none' as const }
  return {
    kind: 'company',
    belongs: true,
    match: 'all',
    conditions: [{ kind: 'people', ...counted, conditions: [inner] }],
  }
}

function ofTrait(query: Extract<Query, { kind: 'chain' }>, context: Context): Condition {
  const [trait, comparator, ...more] = query.calls
  if (trait?.name !== 'trait')
    throw new TextProblem('Here event(…) or trait(…) should stand.', trait ?? query, [
      "event('…')",
      "trait('…')",
    ])
  if (!comparator || more.length > 0)
    throw new TextProblem("A trait must be compared: trait('…') = '…'.", query)
  const field = nameIn(trait)
  const compared = comparedBy(comparator)
  const audience = audienceOf(field, context)
  if (audience && typeof compared.value === 'boolean' && compared.operator === 'is')
    return { kind: 'segment', in: compared.value, segment: audience }
  const comparison: Condition = { kind: 'trait', comparison: { field, ...compared } }
  // != is true there of those only who have a value.
  return compared.operator === 'is_not'
    ? group('all', [{ kind: 'trait', comparison: { field, operator: 'set' } }, comparison])
    : comparison
}

/** Other audiences are asked about by their key, as if it were a trait. */
function audienceOf(key: string, { segments }: Context): string | null {
  const keyOf = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_')
  return segments.find(({ name }) => keyOf(name) === key.toLowerCase())?.id ?? null
}

function group(match: Match, conditions: Condition[]): Condition {
  return { kind: 'group', match, conditions }
}
