import type { FormulaType } from './formula-types.ts'

/** A function: what it takes, what it gives, and what it is for. `same` is one type for all places that say so. */
export type FormulaFunction = {
  takes: readonly (FormulaType | 'same' | 'any')[]
  /** The last of what it takes may be given again and again. */
  repeats?: true
  gives: FormulaType | 'same'
  example: string
  hint: string
}

/** All functions of formulas, by name. */
export const formulaFunctions = {
  if: {
    takes: ['boolean', 'same', 'same'],
    gives: 'same',
    example: 'if(amount > 1000, "large", "small")',
    hint: 'one value or the other',
  },
  coalesce: {
    takes: ['same', 'same'],
    repeats: true,
    gives: 'same',
    example: 'coalesce(discount, 0)',
    hint: 'the first that is not empty',
  },
  is_empty: {
    takes: ['any'],
    gives: 'boolean',
    example: 'is_empty(budget)',
    hint: 'whether there is no value',
  },
  round: {
    takes: ['number', 'number'],
    gives: 'number',
    example: 'round(amount / 3, 2)',
    hint: 'so many decimals',
  },
  floor: { takes: ['number'], gives: 'number', example: 'floor(amount)', hint: 'the whole number below' },
  ceiling: { takes: ['number'], gives: 'number', example: 'ceiling(amount)', hint: 'the whole number above' },
  abs: { takes: ['number'], gives: 'number', example: 'abs(balance)', hint: 'without its sign' },
  min: {
    takes: ['same', 'same'],
    repeats: true,
    gives: 'same',
    example: 'min(amount, budget)',
    hint: 'the smallest',
  },
  max: {
    takes: ['same', 'same'],
    repeats: true,
    gives: 'same',
    example: 'max(amount, budget)',
    hint: 'the largest',
  },
  concat: {
    takes: ['any', 'any'],
    repeats: true,
    gives: 'text',
    example: 'concat(name, " in ", currency)',
    hint: 'texts in a row; what is empty is left out',
  },
  lower: { takes: ['text'], gives: 'text', example: 'lower(name)', hint: 'in small letters' },
  upper: { takes: ['text'], gives: 'text', example: 'upper(name)', hint: 'in capital letters' },
  length: { takes: ['text'], gives: 'number', example: 'length(name)', hint: 'how many characters' },
  date: { takes: ['text'], gives: 'date', example: 'date("2026-01-31")', hint: 'a day' },
  days_between: {
    takes: ['any', 'any'],
    gives: 'number',
    example: 'days_between(created_at, expected_close_on)',
    hint: 'days from the first to the second',
  },
  add_days: {
    takes: ['date', 'number'],
    gives: 'date',
    example: 'add_days(expected_close_on, 30)',
    hint: 'so many days later',
  },
  year: { takes: ['any'], gives: 'number', example: 'year(created_at)', hint: 'the year of a day or moment' },
  month: { takes: ['any'], gives: 'number', example: 'month(created_at)', hint: 'the month, 1 to 12' },
} as const satisfies Record<string, FormulaFunction>

export type FunctionName = keyof typeof formulaFunctions

/** The function of this name. */
export function functionOf(name: string): FormulaFunction | undefined {
  return Object.hasOwn(formulaFunctions, name) ? formulaFunctions[name as FunctionName] : undefined
}
