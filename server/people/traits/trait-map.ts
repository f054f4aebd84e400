import { isObject, type JsonObject } from '../../../model/json.ts'
import { startOf } from '../../../model/text.ts'
import { compare } from '../identity/identifiers.ts'

/** A trait's value with where it came from: time in ms, source id, message id. A null value says it was removed. */
export type TraitFact = { v: unknown; t: number; s: string; m: string }

/** Traits by name, as they lie with an identifier or a company. */
export type TraitMap = Record<string, TraitFact>

/** One event's traits. */
export type TraitWrite = { at: number; sourceId: string; messageId: string; traits: JsonObject }

const MAX_TRAITS = 1_000

/**
 * The last writer by event time wins, key by key; ties by message id. Removed traits stay as null, so that an older
 * value arriving late does not bring them back. Any order of writes gives the same map. Returns null when nothing changed.
 */
export function applyTraitWrite(known: TraitMap, write: TraitWrite): TraitMap | null {
  const changed = Object.entries(write.traits)
    .map(([key, v]): [string, TraitFact] => [
      key,
      { v: v ?? null, t: write.at, s: write.sourceId, m: write.messageId },
    ])
    .filter(([key, fact]) => wins(fact, own(known, key)))
  if (changed.length === 0) return null
  return newest(new Map([...Object.entries(known), ...changed]))
}

/**
 * The map as it was before a write: keys that still bear its message id get what stood there before. Gives the keys that
 * somebody else has written since, which keep their value.
 */
export function restoreTraits(
  known: TraitMap,
  before: Record<string, TraitFact | null>,
  messageId: string,
): { traits: TraitMap; kept: string[] } {
  const traits = new Map(Object.entries(known))
  const kept: string[] = []
  for (const [key, fact] of Object.entries(before)) {
    const now = traits.get(key)
    if (now && now.m !== messageId) kept.push(key)
    else if (fact) traits.set(key, fact)
    else traits.delete(key)
  }
  return { traits: Object.fromEntries(traits), kept }
}

/** The traits of several identifiers as those of one person. */
export function mergeTraitMaps(maps: TraitMap[]): TraitMap {
  const merged = new Map<string, TraitFact>()
  for (const map of maps) {
    for (const [key, fact] of Object.entries(map)) if (wins(fact, merged.get(key))) merged.set(key, fact)
  }
  return newest(merged)
}

/** Names and values only, without what was removed. */
export function plainTraits(map: TraitMap): JsonObject {
  return Object.fromEntries(Object.entries(map).flatMap(([key, { v }]) => (v === null ? [] : [[key, v]])))
}

/** A person's name as the usual traits give it. */
export function nameFrom(traits: JsonObject): string | null {
  const name = text(traits['name'])
  if (name) return name
  const parts = [
    text(traits['firstName'] ?? traits['first_name']),
    text(traits['lastName'] ?? traits['last_name']),
  ]
  return parts.filter(Boolean).join(' ') || null
}

/** A trait as a trimmed text of sensible length; null when it is none. */
export function text(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return startOf(String(value).trim(), 300) || null
}

function wins(fact: TraitFact, known: TraitFact | undefined): boolean {
  if (!known) return true
  if (fact.t !== known.t) return fact.t > known.t
  return compare(fact.m, known.m) > 0
}

/** Keeps the newest: which these are does not depend on the order of writes, because a trait only ever gets newer. */
function newest(map: Map<string, TraitFact>): TraitMap {
  if (map.size <= MAX_TRAITS) return Object.fromEntries(map)
  const entries = [...map].sort(([ka, a], [kb, b]) => b.t - a.t || compare(ka, kb))
  return Object.fromEntries(entries.slice(0, MAX_TRAITS))
}

function own(map: TraitMap, key: string): TraitFact | undefined {
  return Object.hasOwn(map, key) && isObject(map[key]) ? map[key] : undefined
}
