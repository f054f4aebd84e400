/** What is wrong with a text, and in which of its lines. */
export type SqlProblem = { line: number; problem: string }

const QUOTES = new Set([`'`, '"', '`'])
const CLOSING: Record<string, string> = { ')': '(', ']': '[' }
/** Of names in quotes: what makes the engine's account of a query read as another one. */
const UNSAFE_NAME = /[\\()\p{Cc}]/u
const CONTROL = /\p{Cc}/u
/** Outside of quotes there are only these; the engine takes `#`, `$` and typographic quotes for more than they look. */
const PLAIN = /[\w\s.,+\-*/%=<>!?:|&^~]/

type Reader = { text: string; at: number; written: string; open: string[] }

/**
 * The text without comments, if it is a single whole statement whatever stands around it: the embedded engine runs several in a row,
 * and a bracket too many would lead out of the one that it is put into. Lines stay where they are.
 */
export function plainSql(text: string): { sql: string } | SqlProblem {
  const reader: Reader = { text, at: 0, written: '', open: [] }
  while (reader.at < text.length) {
    const problem = readNext(reader)
    if (problem !== null) return { line: lineOf(text, reader.at), problem }
  }
  if (reader.open.length > 0)
    return { line: lineOf(text, text.length), problem: 'A bracket is opened and not closed.' }
  return { sql: reader.written }
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

function readNext(reader: Reader): string | null {
  const { text, at } = reader
  const character = text.charAt(at)
  if (text.startsWith('--', at)) return skipTo(reader, '\n', { whole: false })
  if (text.startsWith('/*', at)) return skipTo(reader, '*/', { whole: true })
  if (QUOTES.has(character)) return readQuoted(reader, character)
  const bracket = readBracket(reader, character)
  if (bracket !== null) return bracket
  if (character === ';') return 'There may be one SELECT only; take the semicolon away.'
  if (!/[()[\]]/.test(character) && !PLAIN.test(character))
    return `The sign “${character}” may stand within quotes only.`
  reader.written += character
  reader.at += 1
  return null
}

/** What is left out is written as white space, so that nothing beside it joins. */
function skipTo(reader: Reader, end: string, { whole }: { whole: boolean }): string | null {
  const found = reader.text.indexOf(end, reader.at + 2)
  if (found === -1 && whole) return 'A comment is opened and not closed.'
  const after = found === -1 ? reader.text.length : whole ? found + end.length : found
  reader.written += ` ${reader.text.slice(reader.at, after).replaceAll(/[^\n]/g, '')}`
  reader.at = after
  return null
}

function readQuoted(reader: Reader, quote: string): string | null {
  const { text, at } = reader
  let end = at + 1
  while (end < text.length && text.charAt(end) !== quote) end += text.charAt(end) === '\\' ? 2 : 1
  if (end >= text.length) return 'A quote is opened and not closed.'
  const inside = text.slice(at + 1, end)
  if (quote === `'` && CONTROL.test(inside)) return 'Write a line break within quotes as \\n, a tab as \\t.'
  if (quote !== `'` && UNSAFE_NAME.test(inside))
    return 'A name may have no brackets, backslashes or line breaks.'
  reader.written += text.slice(at, end + 1)
  reader.at = end + 1
  return null
}

function readBracket({ open }: Reader, character: string): string | null {
  if (character === '(' || character === '[') open.push(character)
  const opening = CLOSING[character]
  return opening !== undefined && open.pop() !== opening ? 'A bracket is closed that was not opened.' : null
}
