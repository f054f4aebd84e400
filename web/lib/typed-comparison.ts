import type { Comparison, Operator } from '../../model/filter.ts'
import { needsValue } from '../../model/segment-comparison.ts'
import { parseValues, valueTexts } from './value-text.ts'

/** A comparison while it is typed: `values` are texts as `parseValues` reads them. */
export type TypedComparison = { field: string; operator: Operator; values: string[] }

export const blankComparison: TypedComparison = { field: '', operator: 'is', values: [] }

/** The comparison as texts, for editing. */
export function toTyped({ field, operator, value }: Comparison): TypedComparison {
  return { field, operator, values: valueTexts(value) }
}

/** What lacks before it compares anything; null when nothing does. `what` names the field: "trait" or "property". */
export function problemIn({ field, operator, values }: TypedComparison, what: string): string | null {
  if (field.trim() === '') return `Say which ${what}.`
  return needsValue(operator) && parseValues(values) === undefined ? 'Give a value.' : null
}

/** The comparison that was typed; call it when `problemIn` finds nothing. */
export function fromTyped({ field, operator, values }: TypedComparison): Comparison {
  const value = needsValue(operator) ? parseValues(values) : undefined
  return { field: field.trim(), operator, ...(value !== undefined && { value }) }
}
