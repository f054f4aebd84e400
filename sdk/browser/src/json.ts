/** A plain object of whatever the page passes along. */
export type Json = Record<string, unknown>

/** True for objects with fields, false for null, lists and functions. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The stored object, or null when the text is missing, damaged or something else. */
export function parseObject(text: string | null): Json | null {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
