import { tokensOf, type Token } from './tokens.ts'

/** Names that are known, so that a text may leave out the quotes, and so that a misspelt one can be pointed at. */
export type Vocabulary = {
  events: readonly string[]
  traits: readonly string[]
  companyTraits: readonly string[]
  segments: readonly { id: string; name: string }[]
  users: readonly { id: string; name: string }[]
}
export type NameKind = 'event' | 'trait' | 'property' | 'company trait' | 'segment' | 'user' | 'deal field'

/** What could stand at the end of the text: a word of the language, or a name of some kind. */
export type Expectation = { words: string } | { name: NameKind }

/** How far a text was read. What was looked for at its end is noted, for completion. */
export type Reader = {
  text: string
  tokens: Token[]
  at: number
  vocabulary: Vocabulary
  expected: Expectation[]
  /** Names that nobody has met, with where they stand. */
  unknown: { name: string; kind: NameKind; from: number; to: number }[]
}

/** A text that says nothing that could be meant; `from` and `to` are places in it. */
export class TextProblem extends Error {
  readonly from: number
  readonly to: number
  readonly suggestions: string[]

  constructor(message: string, place: { from: number; to: number }, suggestions: string[] = []) {
    super(message)
    this.from = place.from
    this.to = place.to
    this.suggestions = suggestions
  }
}

export function readerOf(text: string, vocabulary: Vocabulary): Reader {
  return { text, tokens: tokensOf(text), at: 0, vocabulary, expected: [], unknown: [] }
}

/** The token some places ahead; undefined at the end. */
export function peek(reader: Reader, ahead = 0): Token | undefined {
  return reader.tokens[reader.at + ahead]
}

/** Whether one of these phrases stands here; `ahead` looks further on. */
export function sees(reader: Reader, phrases: readonly string[], ahead = 0): boolean {
  return phrases.some((phrase) => lengthAt(reader, phrase, ahead) !== null)
}

/** Reads one of these phrases, the longest that stands here, and gives it; null when none does. */
export function take<Phrase extends string>(reader: Reader, phrases: readonly Phrase[]): Phrase | null {
  let longest: { phrase: Phrase; length: number } | null = null
  for (const phrase of phrases) {
    const length = lengthAt(reader, phrase)
    if (length === null) noteRest(reader, phrase)
    else if (!longest || length > longest.length) longest = { phrase, length }
  }
  if (!longest) return null
  reader.at += longest.length
  return longest.phrase
}

/** Reads one of these phrases; throws a `TextProblem` that says what is missing. */
export function demand(reader: Reader, phrases: readonly string[], missing: string): void {
  if (take(reader, phrases) === null) throw problem(reader, missing, phrases.slice(0, 3))
}

/** Does the work, or nothing at all when it gives null: then the text is read on from here. */
export function attempt<Value>(reader: Reader, work: () => Value | null): Value | null {
  const { at } = reader
  const value = work()
  if (value === null) reader.at = at
  return value
}

/** A problem at what stands here. */
export function problem(reader: Reader, message: string, suggestions: readonly string[] = []): TextProblem {
  const token = peek(reader)
  const end = reader.text.trimEnd().length
  return new TextProblem(message, token ?? { from: end, to: end }, [...suggestions])
}

/** Notes that a name of a kind could stand at the end of the text. */
export function expectName(reader: Reader, kind: NameKind): void {
  if (reader.at >= reader.tokens.length) reader.expected.push({ name: kind })
}

function lengthAt({ tokens, at }: Reader, phrase: string, ahead = 0): number | null {
  const words = phrase.split(' ')
  const all = words.every((word, place) => isWord(tokens[at + ahead + place], word))
  return all ? words.length : null
}

function isWord(token: Token | undefined, word: string): boolean {
  if (!token || (token.kind !== 'word' && token.kind !== 'mark')) return false
  return token.text.toLowerCase().replaceAll('’', "'") === word
}

function noteRest({ tokens, at, expected }: Reader, phrase: string): void {
  const words = phrase.split(' ')
  const present = tokens.slice(at)
  if (present.length < words.length && present.every((token, place) => isWord(token, words[place] ?? '')))
    expected.push({ words: words.slice(present.length).join(' ') })
}
