import { FormulaError, type Place } from './formula-types.ts'

export type Token = Place & { kind: 'number' | 'text' | 'name' | 'sign' | 'end'; text: string }

const SPACE = /\s+/y
const patterns: [Exclude<Token['kind'], 'end'>, RegExp][] = [
  ['number', /\d+(?:\.\d+)?/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['name', /[a-z_]\w*/iy],
  ['sign', /!=|<>|<=|>=|[=<>&+\-*/(),]/y],
]

/** The words and signs of a formula. Throws a `FormulaError` at what is neither. */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; ;) {
    at += match(SPACE, source, at)?.length ?? 0
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', at: source.length, length: 0 }]
    const token = tokenAt(source, at)
    if (!token) throw unreadable(source, at)
    tokens.push(token)
    at += token.length
  }
}

function tokenAt(source: string, at: number): Token | null {
  for (const [kind, pattern] of patterns) {
    const text = match(pattern, source, at)
    if (text !== undefined) return { kind, text, at, length: text.length }
  }
  return null
}

function unreadable(source: string, at: number): FormulaError {
  const sign = source.charAt(at)
  return sign === '"' || sign === "'"
    ? new FormulaError('A quotation mark is opened here and never closed.', {
        at,
        length: source.length - at,
      })
    : new FormulaError(`${sign} has no meaning in a formula.`, { at, length: 1 })
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}
