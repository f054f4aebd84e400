import type { TrackingEvent } from '../../../../model/event.ts'
import type { IdentifierPlace } from '../../../../model/identity-rules.ts'
import { isObject, type JsonObject } from '../../../../model/json.ts'
import {
  byStrength,
  normalizeIdentifier,
  type IdentifierIds,
  type IdentityRules,
  type KnownIdentifier,
} from '../../../people/index.ts'
import { INTERNAL_SOURCE_ID } from '../../sources/sources.ts'
import { kept, type Batch } from '../batch.ts'
import { drop, type PipelineEvent } from '../pipeline-event.ts'
import { loadChanges } from '../progress.ts'
import type { PipelineContext, Step } from '../step.ts'

const MAX_IDENTIFIERS = 20

/** Finds who the event names; blocked values such as "null" stay in the event but name nobody. */
export const findIdentifiers: Step = {
  name: 'findIdentifiers',
  async run(batch, ctx) {
    batch.rules = await rulesFor(batch, ctx)
    for (const event of kept(batch)) {
      if (event.header.sourceId === INTERNAL_SOURCE_ID) nameByIds(event)
      else nameByValues(event, ctx.ids, batch.rules)
    }
  },
  describe({ identifiers, groupId, nameless }) {
    const names = identifiers.map(({ type, value }) => `${type} ${value}`)
    const company = groupId === null ? [] : [`company ${groupId}`]
    return [
      names.length + company.length > 0
        ? `Names ${[...names, ...company].join(', ')}.`
        : 'About what Kith itself did.',
      ...nameless.map((value) => `${value} names nobody.`),
    ].join(' ')
  },
}

/** Those that hold, or those by which an interrupted batch was resolved. */
async function rulesFor(batch: Batch, { rules, platform }: PipelineContext): Promise<IdentityRules> {
  return batch.resolved ? rules.of((await loadChanges(platform.db, batch)).rules) : rules.current()
}

function nameByValues(event: PipelineEvent, ids: IdentifierIds, rules: IdentityRules): void {
  const found = new Map<string, KnownIdentifier>()
  for (const [type, value] of [...namedIn(event.event), ...placedIn(event.event, rules)]) {
    const normal = normalizeIdentifier(type, value, rules)
    if (!normal) event.nameless.push(`${type} "${value.slice(0, 50)}"`)
    else if (found.size < MAX_IDENTIFIERS) {
      const id = ids.of(normal.type, normal.value)
      found.set(id, { ...normal, id })
    }
  }
  event.identifiers = [...found.values()].sort(byStrength(rules))
  event.groupId = event.event.groupId ?? text(event.event.context['groupId'])
  event.companyId = event.groupId === null ? null : ids.of('group_id', event.groupId)
  const ownerId = event.identifiers[0]?.id ?? (event.event.type === 'group' ? event.companyId : null)
  if (!ownerId) return drop(event, 'findIdentifiers', 'blocked_identity')
  event.ownerId = ownerId
}

function nameByIds(event: PipelineEvent): void {
  const raw = event.raw as { personRef: string | null; companyRef: string | null }
  event.ownerId = raw.personRef ?? raw.companyRef ?? ''
  event.companyId = raw.companyRef
  if (!event.ownerId) drop(event, 'findIdentifiers', 'no_identity', 'neither a person nor a company is named')
}

/** The identifier types and where they are found, as Segment's documentation names them. */
function namedIn(event: TrackingEvent): [type: string, value: string][] {
  const contextTraits = objectIn(event.context, 'traits')
  const device = objectIn(event.context, 'device')
  const platform = text(device['type'])?.toLowerCase() === 'android' ? 'android' : 'ios'
  const hasDevice = /ios|android/i.test(text(device['type']) ?? '')
  const candidates: [string, string | null][] = [
    ['user_id', event.userId],
    ['anonymous_id', event.anonymousId],
    ['email', event.type === 'group' ? null : text(event.traits['email'])],
    ['email', text(contextTraits['email'])],
    ['email', event.type === 'track' ? text(event.properties['email']) : null],
    [`${platform}.id`, hasDevice ? text(device['id']) : null],
    [
      `${platform}.idfa`,
      hasDevice && device['adTrackingEnabled'] === true ? text(device['advertisingId']) : null,
    ],
    [`${platform}.push_token`, hasDevice ? text(device['token']) : null],
    ...(event.type === 'alias' ? [['anonymous_id', event.previousId] as [string, string | null]] : []),
    ...event.mergeProperties.map(({ type, value }): [string, string] => [type, value]),
    ...externalIds(event.context['externalIds']),
  ]
  return candidates.filter((pair): pair is [string, string] => pair[1] !== null)
}

/** Identifiers that the rules know where to find, under their key or the same key in the other spelling. */
function placedIn(event: TrackingEvent, { places }: IdentityRules): [type: string, value: string][] {
  return places.flatMap(({ type, in: place, key }): [string, string][] => {
    const found = objectsOf(event, place).flatMap((parent) =>
      spellings(key).flatMap((name) => text(parent[name]) ?? []),
    )
    return found.map((value) => [type, value])
  })
}

function objectsOf(event: TrackingEvent, place: IdentifierPlace['in']): JsonObject[] {
  if (place === 'properties') return [event.properties]
  if (place === 'context') return [event.context]
  const ofContext = objectIn(event.context, 'traits')
  // The traits of a group call are its company's.
  return event.type === 'group' ? [ofContext] : [event.traits, ofContext]
}

/** What `spellings` gave; rules have a few keys, and each is asked for with every event. */
const knownSpellings = new Map<string, string[]>()

/** `customer_id` is found as `customerId`, too, and the other way round. */
function spellings(key: string): string[] {
  const known = knownSpellings.get(key)
  if (known) return known
  const camel = key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const all = [...new Set([key, camel, snake])]
  knownSpellings.set(key, all)
  return all
}

function externalIds(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MAX_IDENTIFIERS).flatMap((entry): [string, string][] => {
    if (!isObject(entry) || (entry['collection'] ?? 'users') !== 'users') return []
    const [id, type] = [text(entry['id']), text(entry['type'])]
    return id && type && type.length <= 100 ? [[type.toLowerCase(), id]] : []
  })
}

function objectIn(parent: JsonObject, name: string): JsonObject {
  const value = parent[name]
  return isObject(value) ? value : {}
}

function text(value: unknown): string | null {
  const given = typeof value === 'number' ? String(value) : value
  return typeof given === 'string' && given.trim() !== '' && given.length <= 500 ? given : null
}
