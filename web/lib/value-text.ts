import type { Comparison } from '../../model/filter.ts'

type Scalar = string | number | boolean

/**
 * Reads what somebody typed as a value to compare with: `100` is a number, `true` a truth value, everything else a
 * text. Quotes make a text of anything: `"100"` is what a post code is.
 */
export function parseValue(typed: string): Scalar {
  const text = typed.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  if (isQuoted(text)) return text.slice(1, -1)
  const number = Number(text)
  return text !== '' && String(number) === text && Number.isFinite(number) ? number : text
}

/** The text that `parseValue` reads back as this value. */
export function valueText(value: Scalar): string {
  if (typeof value !== 'string') return String(value)
  return isQuoted(value) || parseValue(value) !== value ? `"${value}"` : value
}

/** Reads several typed values as a comparison keeps them: one alone is no list, none is no value. */
export function parseValues(typed: string[]): Comparison['value'] {
  const values = typed.filter((text) => text.trim() !== '').map(parseValue)
  return values.length > 1 ? values : values[0]
}

/** The texts of a comparison's value, for editing. */
export function valueTexts(value: Comparison['value']): string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(valueText)
}

function isQuoted(text: string): boolean {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
}
