import { FormulaError, type BinaryOperator, type Node } from './formula-types.ts'
import { readTokens, type Token } from './read-tokens.ts'

const DEEPEST = 40

/** How strongly operators bind, the weakest first; those of a row from left to right. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
]

/** The formula that a text says. Throws a `FormulaError` where it cannot be read. */
export function parseFormula(source: string): Node {
  const reader = new Reader(readTokens(source))
  if (source.trim() === '') throw new FormulaError('Write a formula.', reader.next)
  const node = binary(reader, 0)
  const rest = reader.next
  if (rest.kind !== 'end') throw new FormulaError(`${rest.text} is not expected here.`, rest)
  return node
}

class Reader {
  readonly #tokens: Token[]
  #at = 0
  depth = 0

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: 0, length: 0 }
  }

  take(): Token {
    const token = this.next
    this.#at += 1
    return token
  }

  takeIf(text: string): boolean {
    const isIt = this.next.kind !== 'text' && this.next.text.toLowerCase() === text
    if (isIt) this.#at += 1
    return isIt
  }

  expect(text: string, why: string): Token {
    const token = this.next
    if (!this.takeIf(text)) throw new FormulaError(why, token)
    return token
  }
}

function binary(reader: Reader, level: number): Node {
  const operators = levels[level]
  if (!operators) return unary(reader)
  let left = binary(reader, level + 1)
  for (;;) {
    const operator = operators.find((one) => reader.takeIf(one) || (one === '!=' && reader.takeIf('<>')))
    if (!operator) return left
    const right = binary(reader, level + 1)
    left = { kind: 'binary', operator, left, right, at: left.at, length: right.at + right.length - left.at }
  }
}

function unary(reader: Reader): Node {
  const start = reader.next
  const operator = reader.takeIf('-') ? '-' : reader.takeIf('not') ? 'not' : null
  if (!operator) return primary(reader)
  return deeper(reader, start, () => {
    const of = unary(reader)
    return { kind: 'unary', operator, of, at: start.at, length: of.at + of.length - start.at }
  })
}

function primary(reader: Reader): Node {
  const token = reader.take()
  const { at, length, text } = token
  if (token.kind === 'number') return { kind: 'literal', value: Number(text), at, length }
  if (token.kind === 'text')
    return { kind: 'literal', value: text.slice(1, -1).replaceAll(/\\(.)/gs, '$1'), at, length }
  if (token.kind === 'name') return named(reader, token)
  if (token.kind === 'sign' && text === '(')
    return deeper(reader, token, () => {
      const inner = binary(reader, 0)
      reader.expect(')', 'A bracket is opened before and not closed here.')
      return inner
    })
  throw new FormulaError(
    token.kind === 'end' ? 'The formula ends too early.' : `${text} is not expected here.`,
    token,
  )
}

function named(reader: Reader, { at, length, text }: Token): Node {
  const word = text.toLowerCase()
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true', at, length }
  if (!reader.takeIf('(')) return { kind: 'name', name: word, at, length }
  return deeper(reader, { at, length }, () => {
    const given: Node[] = []
    while (!reader.takeIf(')')) {
      if (given.length > 0) reader.expect(',', 'A comma or a closing bracket is expected here.')
      given.push(binary(reader, 0))
    }
    const last = given.at(-1)
    const end = last ? last.at + last.length + 1 : at + length + 2
    return { kind: 'call', name: word, arguments: given, at, length: end - at }
  })
}

function deeper(reader: Reader, place: { at: number; length: number }, read: () => Node): Node {
  if (reader.depth >= DEEPEST) throw new FormulaError('The formula is nested too deeply.', place)
  reader.depth += 1
  const node = read()
  reader.depth -= 1
  return node
}
