import { isObject } from '../../model/json.ts'
import type { Prediction } from '../../model/prediction.ts'
import { bandOf, type ScoreBand } from '../../model/score.ts'
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
  if (isPrediction(value)) return `${number(value.likelihood, 1)} % · top ${number(100 - value.percentile)} %`
  return plainValue(value)
}

function isPrediction(value: unknown): value is Prediction {
  return isObject(value) && typeof value['likelihood'] === 'number' && typeof value['percentile'] === 'number'
}

/** A value with the band in which it is: `72 · Hot`; the value alone where there is none. */
export function scoreWords(bands: readonly ScoreBand[], value: unknown): string {
  const band = typeof value === 'number' ? bandOf(bands, value) : null
  return band === null ? valueWords(value) : `${valueWords(value)} · ${band}`
}
