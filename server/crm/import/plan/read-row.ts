import type { JsonObject } from '../../../../model/json.ts'
import {
  importFields,
  type ColumnTarget,
  type FileMapping,
  type ImportField,
  type RowProblem,
} from '../../../../model/import.ts'
import { parseDate } from '../values/parse-date.ts'
import { parseMoney, parseNumber } from '../values/parse-number.ts'
import type { StageMove } from './context.ts'
import { problem } from './problems.ts'

const MAX_VALUE_CHARACTERS = 20_000
const MAX_ID_CHARACTERS = 400
const EMAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/
const CURRENCY = /^[A-Z]{3}$/

/** What a row says, by field; empty cells say nothing. */
export type RowValues = {
  texts: Record<string, string>
  dates: Record<string, Date>
  numbers: Record<string, number>
  currency: string | null
  traits: JsonObject
  entered: StageMove[]
  problems: RowProblem[]
}

/** Reads the cells of a row by the mapping of its file; what cannot be read is among the problems. */
export function readRow(cells: string[], mapping: FileMapping): RowValues {
  const values: RowValues = {
    texts: {},
    dates: {},
    numbers: {},
    currency: null,
    traits: {},
    entered: [],
    problems: [],
  }
  mapping.columns.forEach((target, column) => {
    const text = cells[column]?.trim() ?? ''
    if (!target || text === '') return
    if (text.length > MAX_VALUE_CHARACTERS)
      return void values.problems.push(problem('value_too_long', { column }))
    if ('trait' in target) readTrait(values, target, { text, column })
    else if (target.stage !== undefined) readEntered(values, { text, column, stage: target.stage }, mapping)
    else {
      const field = fieldsOf(mapping).get(target.field)
      if (field) readField(values, field, { text, column }, mapping)
    }
  })
  return values
}

type TraitTarget = Extract<ColumnTarget, { trait: string }>

function readTrait(values: RowValues, { trait, json }: TraitTarget, { text, column }: Cell): void {
  try {
    values.traits[trait] = json ? (JSON.parse(text) as unknown) : text
  } catch {
    values.problems.push(problem('invalid_json', { column, value: text.slice(0, 200) }))
  }
}

const fieldMaps = new Map<string, Map<string, ImportField>>()

function fieldsOf({ object }: FileMapping): Map<string, ImportField> {
  const known = fieldMaps.get(object) ?? new Map(importFields[object].map((field) => [field.key, field]))
  fieldMaps.set(object, known)
  return known
}

type Cell = { text: string; column: number }

function readField(values: RowValues, { key, kind }: ImportField, cell: Cell, mapping: FileMapping): void {
  const { text, column } = cell
  const refuse = (code: Parameters<typeof problem>[0]) =>
    void values.problems.push(problem(code, { column, value: text.slice(0, 200) }))
  switch (kind) {
    case 'email': {
      const [email = ''] = splitValues(text)
      if (!EMAIL.test(email)) return refuse('invalid_email')
      values.texts[key] = email.toLowerCase()
      return
    }
    case 'date': {
      if (key === 'birthday' && /^\d\d-\d\d$/.test(text)) return void (values.texts[key] = text)
      const at = parseDate(text, mapping.date_order)
      if (!at) return refuse('invalid_date')
      values.dates[key] = at
      return
    }
    case 'money': {
      const money = parseMoney(text, mapping.decimal)
      if (!money || Math.abs(money.amount) > 1e15) return refuse('invalid_number')
      values.numbers[key] = money.amount
      values.currency ??= money.currency
      return
    }
    case 'number': {
      const number = parseNumber(text.replaceAll(/[€$£¥]/g, ''), mapping.decimal)
      if (number === null) return refuse('invalid_number')
      values.numbers[key] = number
      return
    }
    case 'domain':
      values.texts[key] = domainOf(text)
      return
    case 'id':
      if (text.length > MAX_ID_CHARACTERS) return refuse('value_too_long')
      // Exports name several by semicolons; the first is the main one.
      values.texts[key] = text.split(';')[0]?.trim() ?? text
      return
    default:
      readText(values, key, text, refuse)
  }
}

function readText(
  values: RowValues,
  key: string,
  text: string,
  refuse: (code: 'invalid_currency') => void,
): void {
  if (key !== 'currency') values.texts[key] = text
  else if (CURRENCY.test(text.toUpperCase())) values.currency = text.toUpperCase()
  else refuse('invalid_currency')
}

function readEntered(values: RowValues, cell: Cell & { stage: string }, mapping: FileMapping): void {
  const at = parseDate(cell.text, mapping.date_order)
  if (at) values.entered.push({ stage: cell.stage, at })
  else values.problems.push(problem('invalid_date', { column: cell.column, value: cell.text.slice(0, 200) }))
}

/** Several values in a cell: exports join them by commas, semicolons or Google's three colons. */
function splitValues(text: string): string[] {
  return text.split(/\s*(?::::|[;,])\s*/).filter(Boolean)
}

/** `https://www.Acme.com/about` is at home at `acme.com`. */
function domainOf(text: string): string {
  const host =
    text
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, '')
      .split(/[/?#]/)[0] ?? ''
  return host.replace(/^www\./, '')
}
