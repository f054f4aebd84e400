import { z } from 'zod'

export type JsonObject = Record<string, unknown>

/** True for `{…}`: not for null, arrays or scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A free-form object; `z.record` would check key by key, which costs ten times as much. */
export const jsonObject = z.custom<JsonObject>(isObject, 'must be an object')

/** True when objects and lists lie in each other deeper than this. Safe for values of any depth. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}
