/** A word, a quoted name, a number, a date or a mark, and where it stands in the text. */
export type Token = {
  kind: 'word' | 'quoted' | 'number' | 'date' | 'mark'
  /** As it is meant: a quoted name without its quotes, a number as JavaScript reads it. */
  text: string
  from: number
  to: number
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['quoted', /“(?:[^”\\]|\\.)*”|"(?:[^"\\]|\\.)*"|«(?:[^»\\]|\\.)*»/y],
  ['date', /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/iy],
  ['number', /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{L}\p{N}_])/iuy],
  ['mark', /[(),:%.;]|[<>]=?|[!=]=?|≥|≤|≠/y],
  ['word', /[\p{L}\p{N}_$](?:[\p{L}\p{N}_$'’-]|\.(?=[\p{L}\p{N}_$]))*/uy],
]

/** The parts of a text. What begins like nothing is a mark of its own, so that the parser can point at it. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const space = /\s+/y
    space.lastIndex = at
    if (space.test(text)) {
      at = space.lastIndex
      continue
    }
    const token = tokenAt(text, at)
    tokens.push(token)
    at = token.to
  }
  return tokens
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) return { kind, text: meant(kind, found), from: at, to: at + found.length }
  }
  return { kind: 'mark', text: text.slice(at, at + 1), from: at, to: at + 1 }
}

function meant(kind: Token['kind'], found: string): string {
  if (kind === 'quoted') return found.slice(1, -1).replaceAll(/\\(.)/gsu, '$1')
  return kind === 'number' ? found.replaceAll(',', '') : found
}
