import { TextProblem } from '../segment-text/reader.ts'

/** A place in the text of a query. */
export type Place = { from: number; to: number }

export type Argument =
  | { kind: 'value'; value: string | number | boolean; parent: boolean }
  | { kind: 'duration'; amount: number; unit: string; parent: boolean }
  | { kind: 'query'; query: Query; type: string | null }

/** One function of a chain: `within(7 days)`. */
export type Call = { name: string; args: Argument[] } & Place

/** An expression of Segment's query language, as it is written. */
export type Query =
  | ({ kind: 'junction'; op: 'and' | 'or'; parts: Query[] } & Place)
  | ({ kind: 'prefix'; op: 'not' | 'any' | 'all'; part: Query } & Place)
  | ({ kind: 'chain'; calls: Call[] } & Place)

type Token = { kind: 'text' | 'number' | 'word' | 'mark' | 'end'; text: string } & Place
type Reader = { tokens: Token[]; at: number }

const SYMBOLS: Record<string, string> = {
  '=': 'equals',
  '==': 'equals',
  '!=': 'differs',
  '>': 'greater_than',
  '>=': 'at_least',
  '<': 'less_than',
  '<=': 'at_most',
}
const MAX_DEPTH = 20

/** Reads a query; throws a `TextProblem` at what cannot be one. */
export function readQuery(text: string): Query {
  const reader = { tokens: tokensOf(text), at: 0 }
  const query = junction(reader, 'or', 0)
  const rest = peek(reader)
  if (rest.kind !== 'end')
    throw new TextProblem('Here AND or OR should follow, or the end.', rest, ['AND', 'OR'])
  return query
}

const pattern =
  /\s+|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|‘[^’]*’|“[^”]*”)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<mark>[!<>=]=|[<>=.(),:{}[\]])/uy

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let from = 0; from < text.length;) {
    pattern.lastIndex = from
    const found = pattern.exec(text)
    if (!found) throw new TextProblem('This is not part of the language.', { from, to: from + 1 })
    const to = from + found[0].length
    const { text: quoted, number, word, mark } = found.groups ?? {}
    if (quoted !== undefined)
      tokens.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll(/\\(.)/gsu, '$1'), from, to })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, from, to })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, from, to })
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, from, to })
    from = to
  }
  return [...tokens, { kind: 'end', text: '', from: text.length, to: text.length }]
}

/** AND binds closer than OR. */
function junction(reader: Reader, op: 'and' | 'or', depth: number): Query {
  const next = () => (op === 'or' ? junction(reader, 'and', depth) : prefixed(reader, depth))
  const parts = [next()]
  while (takeWord(reader, op)) parts.push(next())
  const [first] = parts
  const last = parts.at(-1)
  return first && last && parts.length > 1
    ? { kind: 'junction', op, parts, from: first.from, to: last.to }
    : (first ?? next())
}

function prefixed(reader: Reader, depth: number): Query {
  const { from } = peek(reader)
  if (depth > MAX_DEPTH) throw new TextProblem('Brackets lie too deep in each other.', peek(reader))
  for (const op of ['not', 'any', 'all'] as const) {
    if (!takeWord(reader, op)) continue
    const part = prefixed(reader, depth + 1)
    return { kind: 'prefix', op, part, from, to: part.to }
  }
  if (!takeMark(reader, '(')) return chain(reader, depth)
  const inner = junction(reader, 'or', depth + 1)
  demandMark(reader, ')')
  return inner
}

function chain(reader: Reader, depth: number): Query {
  const calls = callsOf(reader, depth)
  const symbol = peek(reader)
  const name = symbol.kind === 'mark' ? SYMBOLS[symbol.text] : undefined
  if (name) {
    reader.at += 1
    const value = operand(reader, depth)
    calls.push({ name, args: [value], from: symbol.from, to: before(reader).to })
  }
  return { kind: 'chain', calls, from: calls[0]?.from ?? 0, to: before(reader).to }
}

function callsOf(reader: Reader, depth: number): Call[] {
  const calls = [call(reader, depth)]
  while (takeMark(reader, '.')) calls.push(call(reader, depth))
  return calls
}

/** What stands behind `=`: a value, or something that has one. */
function operand(reader: Reader, depth: number): Argument {
  const { from } = peek(reader)
  const value = valueOf(reader, peek(reader), false)
  if (value) return value
  const calls = callsOf(reader, depth)
  return { kind: 'query', query: { kind: 'chain', calls, from, to: before(reader).to }, type: null }
}

function call(reader: Reader, depth: number): Call {
  const name = peek(reader)
  if (name.kind !== 'word')
    throw new TextProblem('Here an expression should stand, such as event(…) or trait(…).', name, [
      "event('…').count() >= 1",
      "trait('…') = '…'",
    ])
  reader.at += 1
  demandMark(reader, '(')
  const args: Argument[] = []
  while (!takeMark(reader, ')')) {
    if (args.length > 0) demandMark(reader, ',')
    args.push(argument(reader, depth))
  }
  return { name: name.text.toLowerCase(), args, from: name.from, to: before(reader).to }
}

function argument(reader: Reader, depth: number): Argument {
  // Lists and `{exclude: …}` are written around arguments here and there.
  takeMark(reader, '{')
  if (takeWord(reader, 'exclude')) demandMark(reader, ':')
  takeMark(reader, '[')
  const parent = isParent(reader)
  if (parent) reader.at += 2
  const token = peek(reader)
  const given = valueOf(reader, token, parent) ?? {
    kind: 'query' as const,
    query: junction(reader, 'or', depth + 1),
    type: takeWord(reader, 'as') ? takeAny(reader) : null,
  }
  takeMark(reader, ']')
  takeMark(reader, '}')
  return given
}

function valueOf(reader: Reader, token: Token, parent: boolean): Argument | null {
  if (token.kind === 'text') {
    reader.at += 1
    return { kind: 'value', value: token.text, parent }
  }
  if (token.kind === 'number') {
    reader.at += 1
    const unit = peek(reader)
    if (unit.kind !== 'word' || !/^(minute|hour|day|week)s?$/i.test(unit.text))
      return { kind: 'value', value: Number(token.text), parent }
    reader.at += 1
    return {
      kind: 'duration',
      amount: Number(token.text),
      unit: unit.text.toLowerCase().replace(/s$/, ''),
      parent,
    }
  }
  if (token.kind !== 'word' || !/^(true|false)$/i.test(token.text)) return null
  reader.at += 1
  return { kind: 'value', value: token.text.toLowerCase() === 'true', parent }
}

const peek = (reader: Reader, ahead = 0): Token =>
  reader.tokens[Math.min(reader.at + ahead, reader.tokens.length - 1)] ?? {
    kind: 'end',
    text: '',
    from: 0,
    to: 0,
  }
const before = (reader: Reader) => reader.tokens[reader.at - 1] ?? peek(reader)

function isParent(reader: Reader): boolean {
  return peek(reader).text.toLowerCase() === 'parent' && peek(reader, 1).text === ':'
}

function takeWord(reader: Reader, word: string): boolean {
  const token = peek(reader)
  if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false
  reader.at += 1
  return true
}

function takeAny(reader: Reader): string {
  const { text } = peek(reader)
  reader.at += 1
  return text.toLowerCase()
}

function takeMark(reader: Reader, mark: string): boolean {
  const token = peek(reader)
  if (token.kind !== 'mark' || token.text !== mark) return false
  reader.at += 1
  return true
}

function demandMark(reader: Reader, mark: string): void {
  if (!takeMark(reader, mark)) throw new TextProblem(`Here ${mark} is missing.`, peek(reader), [mark])
}
