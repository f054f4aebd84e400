import type { TrackingEvent } from '../../../../model/event.ts'
import { isObject, type JsonObject } from '../../../../model/json.ts'
import { byStrength, normalizeIdentifier, type KnownIdentifier } from '../../../people/index.ts'
import { INTERNAL_SOURCE_ID } from '../../sources/sources.ts'
import { kept } from '../batch.ts'
import { drop, type PipelineEvent } from '../pipeline-event.ts'
import type { PipelineContext, Step } from '../step.ts'

const MAX_IDENTIFIERS = 20

/** Finds who the event names; blocked values such as "null" stay in the event but name nobody. */
export const findIdentifiers: Step = {
  name: 'findIdentifiers',
  run(batch, ctx) {
    for (const event of kept(batch)) {
      if (event.header.sourceId === INTERNAL_SOURCE_ID) nameByIds(event)
      else nameByValues(event, ctx)
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

function nameByValues(event: PipelineEvent, { ids, rules }: PipelineContext): void {
  const found = new Map<string, KnownIdentifier>()
  for (const [type, value] of namedIn(event.event)) {
    const normal = normalizeIdentifier(type, value, rules)
    if (!normal) event.nameless.push(`${type} "${value.slice(0, 50)}"`)
    else if (found.size < MAX_IDENTIFIERS)
      found.set(ids.of(normal.type, normal.value), { ...normal, id: ids.of(normal.type, normal.value) })
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
