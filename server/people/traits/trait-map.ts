import { isObject, type JsonObject } from '../../../model/json.ts'
import { startOf } from '../../../model/text.ts'
import { invariant } from '../../platform/errors.ts'
import { compare } from '../identity/identifiers.ts'

/**
 * A trait's value with where it came from: time in ms, source id, message id. A null value says it was removed. `o` holds
 * what other sources said last, so that the order of sources can be changed at any time.
 */
export type TraitFact = TraitWord & { o?: TraitWord[] }

/** What one source said last. */
type TraitWord = { v: unknown; t: number; s: string; m: string }

/** Traits by name, as they lie with an identifier or a company. */
export type TraitMap = Record<string, TraitFact>

/** One event's traits. */
export type TraitWrite = { at: number; sourceId: string; messageId: string; traits: JsonObject }

/** By the name of a trait: sources whose word counts before that of others, the first most. */
export type SourceOrders = ReadonlyMap<string, readonly string[]>

const noOrders: SourceOrders = new Map()

const MAX_TRAITS = 1_000
const MAX_SOURCES = 20

/**
 * Of each source the last word by event time is kept, key by key; ties by message id. The last of all is the value.
 * Removed traits stay as null, so that an older value arriving late does not bring them back. Any order of writes gives
 * the same map. Returns null when nothing changed.
 */
export function applyTraitWrite(known: TraitMap, write: TraitWrite): TraitMap | null {
  const changed = Object.entries(write.traits).flatMap(([key, v]): [string, TraitFact][] => {
    const word = { v: v ?? null, t: write.at, s: write.sourceId, m: write.messageId }
    const words = wordsOf(own(known, key))
    const before = words.find(({ s }) => s === word.s)
    if (before && compareAge(word, before) <= 0) return []
    const after = factOf([...words.filter((one) => one !== before), word])
    // Of too many sources the one heard of longest ago is left out.
    return wordsOf(after).some(({ m, s }) => m === word.m && s === word.s) ? [[key, after]] : []
  })
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
    const words = now ? withoutWrite(now, fact, messageId) : wordsOf(fact ?? undefined)
    if (words.length > 0) traits.set(key, factOf(words))
    else traits.delete(key)
  }
  return { traits: Object.fromEntries(traits), kept }
}

/** The words about a trait without that of a message, in whose place its source's word before it comes. */
function withoutWrite(now: TraitFact, before: TraitFact | null, messageId: string): TraitWord[] {
  const words = wordsOf(now)
  const taken = words.find(({ m }) => m === messageId)
  if (!taken) return words
  const earlier = wordsOf(before ?? undefined).filter(({ s }) => s === taken.s)
  return [...words.filter((word) => word !== taken), ...earlier]
}

/**
 * The traits of several identifiers as those of one person: the last word counts, or, where sources have an order, that of
 * the first source in it that says anything.
 */
export function mergeTraitMaps(maps: TraitMap[], orders: SourceOrders = noOrders): TraitMap {
  const words = new Map<string, Map<string, TraitWord>>()
  for (const map of maps) {
    for (const [key, fact] of Object.entries(map)) {
      const bySource = words.get(key) ?? new Map<string, TraitWord>()
      for (const word of wordsOf(fact)) {
        const before = bySource.get(word.s)
        if (!before || compareAge(word, before) > 0) bySource.set(word.s, word)
      }
      words.set(key, bySource)
    }
  }
  const facts = [...words].map(([key, bySource]): [string, TraitFact] => [
    key,
    factOf([...bySource.values()], orders.get(key)),
  ])
  return newest(new Map(facts))
}

/** All that sources said last about a trait. */
export function wordsOf(fact: TraitFact | undefined): TraitWord[] {
  if (!fact) return []
  const { o = [], ...word } = fact
  return [word, ...o]
}

/**
 * One fact of the words of several sources, with the word that counts in front. A source that took its value back has
 * nothing to say before others, but its word is as new as it is.
 */
function factOf(words: TraitWord[], order: readonly string[] = []): TraitFact {
  const sorted = words.toSorted((a, b) => compareAge(b, a)).slice(0, MAX_SOURCES)
  const preferred = order
    .map((source) => sorted.find(({ s, v }) => s === source && v !== null))
    .find((word) => word !== undefined)
  const first = preferred ?? sorted[0]
  invariant(first, 'A trait that is known was said by somebody.')
  const others = sorted.filter((word) => word !== first)
  return others.length > 0 ? { ...first, o: others } : first
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

function compareAge(a: TraitWord, b: TraitWord): number {
  return a.t - b.t || compare(a.m, b.m)
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
