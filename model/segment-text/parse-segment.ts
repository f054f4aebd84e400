import { subjectProblems } from '../segment-subjects.ts'
import { segmentDefinition, type SegmentDefinition } from '../segment.ts'
import { noneOfThis, takeClause, takeClauses } from './clauses.ts'
import { closest } from './names.ts'
import {
  attempt,
  peek,
  problem,
  readerOf,
  sees,
  take,
  TextProblem,
  type Expectation,
  type Reader,
  type Vocabulary,
} from './reader.ts'

/** What is wrong with a text, or odd about it, and where: places in the text. */
export type TextNote = { message: string; from: number; to: number; suggestions: string[] }

/** What a text means; `notes` are about names that nobody has met. */
export type ParsedText =
  | { definition: SegmentDefinition; problem: null; notes: TextNote[] }
  | { definition: null; problem: TextNote; notes: [] }

/**
 * The definition that a sentence means, such as `segmentSentence` writes and as people do: "did Order Completed twice in the last
 * 30 days and country is DE". A sentence that cannot be read gives what is wrong with it, and where.
 */
export function parseSegment(text: string, vocabulary: Vocabulary): ParsedText {
  const reader = readerOf(text, vocabulary)
  try {
    const definition = checked(reader, takeDefinition(reader))
    return { definition, problem: null, notes: reader.unknown.map((one) => unknownNote(reader, one)) }
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error
    const { message, from, to, suggestions } = error
    return { definition: null, problem: { message, from, to, suggestions }, notes: [] }
  }
}

/** What may follow a text that ends here; nothing when it is wrong before its end. */
export function expectationsAfter(text: string, vocabulary: Vocabulary): Expectation[] {
  const reader = readerOf(text, vocabulary)
  try {
    takeDefinition(reader)
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error
  }
  const seen = new Set<string>()
  return reader.expected.filter((one) => {
    const key = JSON.stringify(one)
    return !seen.has(key) && seen.add(key)
  })
}

function takeDefinition(reader: Reader): unknown {
  take(reader, ['all', 'any', 'every'])
  const members = take(reader, ['companies', 'company', 'accounts', 'organisations', 'organizations'])
    ? 'companies'
    : 'people'
  take(reader, [
    'people',
    'everybody',
    'everyone',
    'anybody',
    'anyone',
    'users',
    'customers',
    'contacts',
    'person',
  ])
  const none = attempt(reader, () => {
    if (!take(reader, noneOfThis)) return null
    take(reader, [':'])
    // In brackets it is a condition as any other.
    return sees(reader, ['(']) ? null : true
  })
  const { match, conditions } = takeClauses(reader, () => takeClause(reader, members))
  take(reader, ['.'])
  if (peek(reader)) throw problem(reader, 'Here “and” or “or” should follow, or the end.', ['and', 'or'])
  const said = none ? { match: 'none', conditions } : withoutNeedlessGroup({ match, conditions })
  return { ...(members === 'companies' && { members }), ...said }
}

/** "Of whom none of this is true: ( … )" is the definition itself when nothing else is said: a group more might be one too deep. */
function withoutNeedlessGroup(read: Pick<SegmentDefinition, 'match' | 'conditions'>): typeof read {
  const [one, ...others] = read.conditions
  if (one?.kind !== 'group' || one.match !== 'none' || others.length > 0) return read
  return { match: one.match, conditions: one.conditions }
}

/** Sizes and sense are those of every definition. */
function checked({ text }: Reader, definition: unknown): SegmentDefinition {
  const result = segmentDefinition.safeParse(definition)
  if (result.success) {
    const [wrong] = subjectProblems(result.data)
    if (wrong) throw new TextProblem(wrong.problem, { from: 0, to: text.length })
    return result.data
  }
  const [issue] = result.error.issues
  throw new TextProblem(`${String(issue?.path.at(-1) ?? 'It')} ${issue?.message ?? 'cannot be meant'}.`, {
    from: 0,
    to: text.length,
  })
}

function unknownNote({ vocabulary }: Reader, { name, kind, from, to }: Reader['unknown'][number]): TextNote {
  const names = {
    event: vocabulary.events,
    trait: vocabulary.traits,
    'company trait': vocabulary.companyTraits,
    segment: [],
    user: [],
    property: [],
    'deal field': [],
  }[kind]
  const seen =
    kind === 'event' ? `Nobody did “${name}” so far.` : `No ${kind} “${name}” has been seen so far.`
  return { message: seen, from, to, suggestions: closest(name, names) }
}
