import { isObject } from '../../model/json.ts'
import { date, number, plainValue } from './format.ts'

const DECIMALS = 2
const DATE = /^\d{4}-\d{2}-\d{2}T/

/** A value of a computed trait in few words; a dash for none. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return number(value, Number.isInteger(value) ? 0 : DECIMALS)
  if (typeof value === 'string' && DATE.test(value)) return date(value)
  if (Array.isArray(value)) return value.map(String).join(', ')
  if (isObject(value) && 'cell' in value) return `${String(value['cell'])}, ${String(value['group'])}`
  return plainValue(value)
}
