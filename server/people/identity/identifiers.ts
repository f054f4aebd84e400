import { createHmac } from 'node:crypto'
import { RecentMap } from '../../platform/recent-map.ts'
import { uuidFrom } from '../../platform/uuid-from.ts'
import type { IdentityRules } from './rules.ts'

/** A value that stands for somebody; `id` follows from type and value, so that no look-up is needed to know it. */
export type KnownIdentifier = { id: string; type: string; value: string }

/** Gives identifiers (and companies) their ids. */
export type IdentifierIds = { of(type: string, value: string): string }

const CACHED_IDS = 100_000

/**
 * Ids are a keyed hash of type and value: the same in every process and after every rebuild, yet an e-mail address
 * cannot be guessed from an id without the installation's key.
 */
export function identifierIds(key: Buffer): IdentifierIds {
  const cache = new RecentMap<string, string>(CACHED_IDS)
  return {
    of(type, value) {
      const name = `${type}\0${value}`
      const cached = cache.get(name)
      if (cached) return cached
      const id = uuidFrom(createHmac('sha256', key).update(name).digest())
      cache.set(name, id)
      return id
    },
  }
}

/** Normalises one identifier; null when the value is blocked or cannot be one of this type. */
export function normalizeIdentifier(
  type: string,
  value: string,
  rules: IdentityRules,
): { type: string; value: string } | null {
  const normal = rules.normalise(type, value.trim())
  return normal === null || rules.isBlocked(type, normal) ? null : { type, value: normal }
}

/** Strongest first; ties by type and value, so that the order never depends on the order in an event. */
export function byStrength(rules: IdentityRules) {
  return (a: { type: string; value: string }, b: { type: string; value: string }): number =>
    rules.ruleOf(a.type).priority - rules.ruleOf(b.type).priority ||
    compare(a.type, b.type) ||
    compare(a.value, b.value)
}

/** Orders texts by code unit: the same on every machine and in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
