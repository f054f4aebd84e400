/** What a formula can say about a record: each value is of one of these. */
export const formulaTypes = ['number', 'text', 'boolean', 'date', 'moment'] as const
export type FormulaType = (typeof formulaTypes)[number]

/** A part of the text of a formula: from which character on, and how many. */
export type Place = { at: number; length: number }

/** What is wrong with a formula, and where. */
export class FormulaError extends Error {
  readonly place: Place

  constructor(message: string, place: Place) {
    super(message)
    this.name = 'FormulaError'
    this.place = place
  }
}

export const binaryOperators = [
  'or',
  'and',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&',
  '+',
  '-',
  '*',
  '/',
] as const
export type BinaryOperator = (typeof binaryOperators)[number]

/** A formula as it was read, before anything is known of what it names. */
export type Node = Place &
  (
    | { kind: 'literal'; value: number | string | boolean }
    | { kind: 'name'; name: string }
    | { kind: 'unary'; operator: '-' | 'not'; of: Node }
    | { kind: 'binary'; operator: BinaryOperator; left: Node; right: Node }
    | { kind: 'call'; name: string; arguments: Node[] }
  )

/** A formula of which every part has a type. */
export type Typed = Place & { type: FormulaType } & (
    | { kind: 'literal'; value: number | string | boolean }
    | { kind: 'field'; key: string }
    | { kind: 'unary'; operator: '-' | 'not'; of: Typed }
    | { kind: 'binary'; operator: BinaryOperator; left: Typed; right: Typed }
    | { kind: 'call'; name: string; arguments: Typed[] }
  )
