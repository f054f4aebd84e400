import type { AnswerType } from '../../../model/enrichment.ts'
import { isDeeperThan, isObject } from '../../../model/json.ts'

const MAX_TEXT = 5_000
const MAX_ITEMS = 100
const MAX_OBJECT = 10_000
const MAX_LEVELS = 5

/** A value of an answer as a trait of this type; undefined when it is nothing, or nothing of the kind. */
export function convert(value: unknown, type: AnswerType): unknown {
  return converters[type](value)
}

const converters: Record<AnswerType, (value: unknown) => unknown> = {
  text: asText,
  number(value) {
    const number =
      typeof value === 'string' && value.trim() !== '' ? Number(value.replaceAll(',', '')) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined
  },
  boolean(value) {
    if (typeof value === 'boolean') return value
    const word =
      typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
    if (['true', 'yes', 'y', '1'].includes(word)) return true
    return ['false', 'no', 'n', '0'].includes(word) ? false : undefined
  },
  date(value) {
    const at = typeof value === 'string' && /^\d{4}-\d\d/.test(value.trim()) ? Date.parse(value.trim()) : NaN
    if (Number.isNaN(at) || typeof value !== 'string') return undefined
    return /^\d{4}-\d\d-\d\d$/.test(value.trim()) ? value.trim() : new Date(at).toISOString()
  },
  list(value) {
    const items = (Array.isArray(value) ? value : [value])
      .slice(0, MAX_ITEMS)
      .flatMap((one) => asScalar(one) ?? [])
    return items.length > 0 ? items : undefined
  },
  object(value) {
    if (!isObject(value) || isDeeperThan(value, MAX_LEVELS)) return undefined
    return JSON.stringify(value).length <= MAX_OBJECT && Object.keys(value).length > 0 ? value : undefined
  },
}

function asText(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string') return undefined
  // A database of texts takes neither zero bytes nor halves of letters.
  return text.replaceAll('\0', '').toWellFormed().trim().slice(0, MAX_TEXT).toWellFormed() || undefined
}

function asScalar(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? value : asText(value)
}
