import type { Condition } from '../../../model/segment-condition.ts'
import type { SegmentComparison } from '../../../model/segment-comparison.ts'
import {
  windowOf,
  type Counting,
  type EventFilter,
  type EventWindow,
  type SequenceStep,
} from '../../../model/segment-event.ts'
import type { SegmentDefinition, SegmentMembers } from '../../../model/segment.ts'
import { valueTexts } from '../../lib/value-text.ts'
import type {
  DraftComparison,
  DraftCompany,
  DraftCount,
  DraftDeal,
  DraftEvent,
  DraftFilter,
  DraftGroup,
  DraftNode,
  DraftOwner,
  DraftPeople,
  DraftPlace,
  DraftReach,
  DraftSample,
  DraftSegment,
  DraftSequence,
  DraftStep,
  DraftTrait,
  DraftWindow,
} from './draft-schema.ts'

const once: DraftCount = { how: 'at_least', times: 1, timesTo: 2 }

/** A new row of each kind. */
export const blank = {
  comparison: (): DraftComparison => ({ key: newKey(), field: '', operator: 'is', values: [], unit: 'day' }),
  window: (): DraftWindow => ({ kind: 'ever', amount: 30, until: 7, unit: 'day', fromDate: '', toDate: '' }),
  filter: (): DraftFilter => ({ key: newKey(), event: '', where: [], whereMatch: 'all' }),
  step: (): DraftStep => ({ ...blank.filter(), within: null, without: [] }),
  event: (): DraftEvent => ({
    ...blank.filter(),
    kind: 'event',
    verb: 'did',
    ...once,
    window: blank.window(),
    field: '',
    operator: 'at_least',
    value: 100,
  }),
  sequence: (): DraftSequence => ({
    key: newKey(),
    kind: 'sequence',
    did: true,
    steps: [blank.step(), blank.step()],
    absent: null,
    same: '',
    within: null,
    window: blank.window(),
  }),
  trait: (): DraftTrait => ({ key: newKey(), kind: 'trait', comparison: blank.comparison() }),
  place: (): DraftPlace => ({
    key: newKey(),
    kind: 'place',
    within: true,
    latitudeField: 'address.latitude',
    longitudeField: 'address.longitude',
    latitude: null,
    longitude: null,
    kilometers: 25,
  }),
  segment: (): DraftSegment => ({ key: newKey(), kind: 'segment', in: true, segment: null }),
  sample: (): DraftSample => ({ key: newKey(), kind: 'sample', seed: newKey(), from: 0, share: 10 }),
  owner: (): DraftOwner => ({ key: newKey(), kind: 'owner', is: true, owners: [] }),
  reach: (): DraftReach => ({ key: newKey(), kind: 'reach', can: true, channel: 'email', consent: '' }),
  deal: (): DraftDeal => ({
    key: newKey(),
    kind: 'deal',
    has: true,
    where: [{ ...blank.comparison(), field: 'state', values: ['open'] }],
    whereMatch: 'all',
    ...once,
  }),
  people: (): DraftPeople => ({
    key: newKey(),
    kind: 'people',
    ...once,
    times: 3,
    timesTo: 10,
    match: 'all',
    conditions: [blank.event()],
  }),
  company: (): DraftCompany => ({
    key: newKey(),
    kind: 'company',
    belongs: true,
    match: 'all',
    conditions: [blank.people()],
  }),
  group: (): DraftGroup => ({ key: newKey(), kind: 'group', match: 'any', conditions: [blank.event()] }),
  /** A definition of people begins with what they did, one of companies with their people. */
  root: (members: SegmentMembers = 'people'): DraftGroup => ({
    ...blank.group(),
    match: 'all',
    conditions: [members === 'people' ? blank.event() : blank.people()],
  }),
}

/** The draft that edits an existing definition. */
export function toDraft({ match, conditions }: SegmentDefinition): DraftGroup {
  return { key: newKey(), kind: 'group', match, conditions: conditions.map(toNode) }
}

/** The group with this row in the place of the one with the same key; a nested group that became empty goes. */
export function replaceNode(group: DraftGroup, node: DraftNode): DraftGroup {
  if (node.kind === 'group' && node.conditions.length === 0) return removeNode(group, node.key)
  return { ...group, conditions: group.conditions.map((one) => (one.key === node.key ? node : one)) }
}

/** The group without this row. */
export function removeNode(group: DraftGroup, key: string): DraftGroup {
  return { ...group, conditions: group.conditions.filter((one) => one.key !== key) }
}

/** How many conditions the draft has, those in nested groups included. */
export function countRows(draft: { conditions: DraftNode[] }): number {
  return draft.conditions.reduce((sum, node) => sum + ('conditions' in node ? countRows(node) : 1), 0)
}

function toNode(condition: Condition): DraftNode {
  const key = newKey()
  switch (condition.kind) {
    case 'event':
      return {
        ...blank.event(),
        ...toFilter(condition),
        ...toCount(condition),
        verb: condition.did ? 'did' : 'not',
        window: toWindow(windowOf(condition)),
      }
    case 'occurrence':
      return {
        ...blank.event(),
        ...toFilter(condition),
        verb: condition.which,
        window: toWindow(condition.window),
      }
    case 'aggregate': {
      const { of, field, operator, value } = condition
      const window = toWindow(windowOf(condition))
      return { ...blank.event(), ...toFilter(condition), verb: of, field, operator, value, window }
    }
    case 'sequence':
      return toSequence(condition)
    case 'trait':
      return { key, kind: 'trait', comparison: toComparison(condition.comparison) }
    case 'place': {
      const { within, latitude, longitude, kilometers, latitude_field, longitude_field } = condition
      const fields = { latitudeField: latitude_field, longitudeField: longitude_field }
      return { key, kind: 'place', within, latitude, longitude, kilometers, ...fields }
    }
    case 'segment':
      return { ...condition, key }
    case 'sample': {
      const { key: seed, from, to } = condition
      return { key, kind: 'sample', seed, from, share: twoDecimals(to - from) }
    }
    case 'owner':
      return { ...condition, key, owners: condition.owners.map((one) => one ?? '') }
    case 'reach':
      return { ...condition, key, consent: condition.consent ?? '' }
    case 'deal':
      return toDeal(condition)
    case 'company':
    case 'group':
      return { ...condition, key, conditions: condition.conditions.map(toNode) }
    case 'people': {
      const { match, conditions } = condition
      return { key, kind: 'people', ...toCount(condition), match, conditions: conditions.map(toNode) }
    }
  }
}

function toSequence(condition: Extract<Condition, { kind: 'sequence' }>): DraftSequence {
  const { did, steps, absent, same = '', within, window } = condition
  return {
    key: newKey(),
    kind: 'sequence',
    did,
    same,
    within: within ?? null,
    window: toWindow(window ?? null),
    steps: steps.map(toStep),
    absent: absent ? toStep(absent) : null,
  }
}

function toDeal(condition: Extract<Condition, { kind: 'deal' }>): DraftDeal {
  const { has, where, where_match: whereMatch = 'all' } = condition
  return {
    key: newKey(),
    kind: 'deal',
    has,
    where: where.map(toComparison),
    whereMatch,
    ...toCount(condition),
  }
}

/** The draft that edits which events are meant. */
export function toFilter({ event, where, where_match: whereMatch = 'all' }: EventFilter): DraftFilter {
  return { key: newKey(), event, where: where.map(toComparison), whereMatch }
}

function toStep({ within, without = [], ...filter }: SequenceStep): DraftStep {
  return { ...toFilter(filter), within: within ?? null, without: without.map(toFilter) }
}

function toCount({ how = 'at_least', times, times_to }: Counting): DraftCount {
  return { how, times, timesTo: times_to ?? times + 1 }
}

/** The draft that edits a window of time. */
export function toWindow(window: EventWindow | null): DraftWindow {
  const none = blank.window()
  switch (window?.kind) {
    case undefined:
      return none
    case 'last':
    case 'before_last':
      return { ...none, ...window }
    case 'ago':
      return { ...none, kind: 'ago', amount: window.from, until: window.to, unit: window.unit }
    case 'between':
      return { ...none, kind: 'between', fromDate: window.from ?? '', toDate: window.to ?? '' }
  }
}

function toComparison({ field, operator, value, unit = 'day' }: SegmentComparison): DraftComparison {
  return { key: newKey(), field, operator, values: valueTexts(value), unit }
}

/** Without what fractions add when they are added: 66.67 − 33.33 is 33.34. */
export function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100
}

function newKey(): string {
  return crypto.randomUUID()
}
