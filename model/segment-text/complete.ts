import { expectationsAfter } from './parse-segment.ts'
import { nameWords, quoted } from './quoting.ts'
import type { NameKind, Vocabulary } from './reader.ts'

/** What may be written instead of what stands from `from` to the caret. */
export type Completion = { text: string; kind: 'word' | NameKind; from: number }

const MOST = 12
const MOST_WORDS = 4

/** What is offered before anything of it is typed, best first; other ways to say the same are offered once they are begun. */
const offered =
  `who did|did|not do|whose|who are in the segment|in the segment|segment|who have a deal|who belong to a company|who are owned by|who can be reached by
  |at least|exactly|fewer than|within the last|where|then|for the first time|more than|from|is|is more than|has any value|contains
  |is at least|is less than|is within the last|and|or|( |days|times|deal|whose state is|which has a deal|with at least|between|ago`
    .split('|')
    .map((words) => words.trim())
const rankOf = new Map(offered.map((words, rank) => [words, rank]))

/** What may be written at a place in a text, best first: names that are known, and words of the language. */
export function completionsAt(text: string, caret: number, vocabulary: Vocabulary): Completion[] {
  const head = text.slice(0, caret)
  const found = startsOf(head)
    .flatMap((from) => completionsFrom(head, from, vocabulary))
    .filter(
      ({ kind, text: words, from }) => kind !== 'word' || rankOf.has(words) || from < head.trimEnd().length,
    )
  const rank = ({ kind, text: words }: Completion) =>
    kind === 'word' ? (rankOf.get(words) ?? offered.length) : -1
  return [...new Map(found.map((one) => [one.text, one])).values()]
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST)
}

/** Where what is being written may have begun, nearest first. */
function startsOf(head: string): number[] {
  const starts = [head.length]
  for (const { index } of [...head.matchAll(/[^\s,(]+/g)].slice(-MOST_WORDS).toReversed()) starts.push(index)
  return /\s$|[,(]$|^$/.test(head) ? starts : starts.slice(1)
}

function completionsFrom(head: string, from: number, vocabulary: Vocabulary): Completion[] {
  const typed = head
    .slice(from)
    .replace(/^[“"«]/, '')
    .toLowerCase()
  return expectationsAfter(head.slice(0, from), vocabulary)
    .flatMap((one): (Completion & { plain: string })[] =>
      'words' in one
        ? [{ text: one.words, plain: one.words, kind: 'word', from }]
        : namesOf(one.name, vocabulary).map((name) => ({
            text: written(one.name, name),
            plain: name,
            kind: one.name,
            from,
          })),
    )
    .filter(({ text, plain }) => plain.toLowerCase().startsWith(typed) && text !== head.slice(from))
    .map(({ text, kind }) => ({ text, kind, from }))
}

function namesOf(kind: NameKind, vocabulary: Vocabulary): readonly string[] {
  switch (kind) {
    case 'event':
      return vocabulary.events
    case 'trait':
      return vocabulary.traits
    case 'company trait':
      return vocabulary.companyTraits
    case 'segment':
      return vocabulary.segments.map(({ name }) => name)
    case 'user':
      return vocabulary.users.map(({ name }) => name)
    case 'property':
    case 'deal field':
      return []
  }
}

function written(kind: NameKind, name: string): string {
  return kind === 'event' || kind === 'segment' || kind === 'user' ? quoted(name) : nameWords(name)
}
