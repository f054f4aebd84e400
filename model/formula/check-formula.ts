import { z } from 'zod'
import { functionOf, type FormulaFunction } from './formula-functions.ts'
import { FormulaError, type FormulaType, type Node, type Typed } from './formula-types.ts'
import { parseFormula } from './parse-formula.ts'

/** What a formula may name, by key: the type of its values, or null for what has none that a formula can use. */
export type FormulaFields = ReadonlyMap<string, FormulaType | null>

const words: Record<FormulaType, string> = {
  number: 'a number',
  text: 'a text',
  boolean: 'yes or no',
  date: 'a day',
  moment: 'a moment',
}

/** The formula that a text says, every part with its type. Throws a `FormulaError` where it is wrong. */
export function checkFormula(source: string, fields: FormulaFields): Typed {
  return typed(parseFormula(source), fields)
}

/** The keys of the fields that a formula reads. */
export function fieldsIn(formula: Typed): string[] {
  switch (formula.kind) {
    case 'literal':
      return []
    case 'field':
      return [formula.key]
    case 'unary':
      return fieldsIn(formula.of)
    case 'binary':
      return [...fieldsIn(formula.left), ...fieldsIn(formula.right)]
    case 'call':
      return formula.arguments.flatMap(fieldsIn)
  }
}

function typed(node: Node, fields: FormulaFields): Typed {
  switch (node.kind) {
    case 'literal':
      return { ...node, type: typeOfLiteral(node.value) }
    case 'name':
      return field(node, fields)
    case 'unary': {
      const of = expectType(typed(node.of, fields), node.operator === '-' ? 'number' : 'boolean')
      return { ...node, of, type: of.type }
    }
    case 'binary':
      return binary(node, typed(node.left, fields), typed(node.right, fields))
    case 'call':
      return call(
        node,
        node.arguments.map((one) => typed(one, fields)),
      )
  }
}

function typeOfLiteral(value: number | string | boolean): FormulaType {
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}

function field({ name, at, length }: Extract<Node, { kind: 'name' }>, fields: FormulaFields): Typed {
  const type = fields.get(name)
  if (type) return { kind: 'field', key: name, type, at, length }
  throw new FormulaError(
    type === null ? `${name} has no value that a formula can use.` : `There is no field called ${name}.`,
    { at, length },
  )
}

type Binary = Extract<Node, { kind: 'binary' }>

function binary(node: Binary, left: Typed, right: Typed): Typed {
  const { at, length, operator } = node
  const of = (type: FormulaType): Typed => ({ kind: 'binary', operator, left, right, type, at, length })
  switch (operator) {
    case 'and':
    case 'or':
      expectType(left, 'boolean')
      expectType(right, 'boolean')
      return of('boolean')
    case '&':
      return of('text')
    case '+':
    case '-':
    case '*':
    case '/':
      expectType(left, 'number')
      expectType(right, 'number')
      return of('number')
    default:
      expectType(right, left.type)
      return of('boolean')
  }
}

type Call = Extract<Node, { kind: 'call' }>

function call({ name, at, length }: Call, given: Typed[]): Typed {
  const place = { at, length }
  const known = functionOf(name)
  if (!known) throw new FormulaError(`There is no function called ${name}.`, { at, length: name.length })
  const { takes, repeats } = known
  if (given.length < takes.length || (given.length > takes.length && !repeats))
    throw new FormulaError(
      `${name} takes ${takes.length}${repeats ? ' or more' : ''} ${takes.length === 1 ? 'value' : 'values'}, not ${given.length}: ${known.example}`,
      place,
    )
  const same = checkArguments(known, given)
  checkMeaning(name, given)
  const type = known.gives === 'same' ? (same ?? 'text') : known.gives
  return { kind: 'call', name, arguments: given, type, ...place }
}

function checkArguments({ takes }: FormulaFunction, given: Typed[]): FormulaType | null {
  let same: FormulaType | null = null
  for (const [place, one] of given.entries()) {
    const wanted = takes[Math.min(place, takes.length - 1)]
    if (wanted === undefined || wanted === 'any') continue
    if (wanted !== 'same') expectType(one, wanted)
    else if (same === null) same = one.type
    else expectType(one, same)
  }
  return same
}

const MOST_DECIMALS = 6

/** What types do not say. */
function checkMeaning(name: string, given: Typed[]): void {
  const [first, second] = given
  if (name === 'date' && first) {
    const isDay = first.kind === 'literal' && z.iso.date().safeParse(first.value).success
    if (!isDay) throw new FormulaError('A day is written as date("2026-01-31").', first)
  }
  if (name === 'round' && second) {
    const decimals = second.kind === 'literal' ? Number(second.value) : NaN
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS)
      throw new FormulaError(`Say how many decimals: a number from 0 to ${MOST_DECIMALS}.`, second)
  }
  if (name === 'days_between' || name === 'year' || name === 'month')
    for (const one of given)
      if (one.type !== 'date' && one.type !== 'moment')
        throw new FormulaError(`A day or a moment is needed here, and this is ${words[one.type]}.`, one)
}

function expectType(one: Typed, type: FormulaType): Typed {
  if (one.type === type) return one
  throw new FormulaError(`This is ${words[one.type]}, and ${words[type]} is needed here.`, one)
}
