import { needsValue, relativeOperators, type SegmentComparison } from '../../../model/segment-comparison.ts'
import type { Condition } from '../../../model/segment-condition.ts'
import type { Counting, EventFilter, EventWindow, SequenceStep } from '../../../model/segment-event.ts'
import type { SegmentDefinition, SegmentMembers } from '../../../model/segment.ts'
import { parseValues } from '../../lib/value-text.ts'
import type {
  DraftComparison,
  DraftCount,
  DraftDeal,
  DraftEvent,
  DraftFilter,
  DraftGroup,
  DraftNode,
  DraftSequence,
  DraftStep,
  DraftWindow,
} from './draft-schema.ts'
import { findProblems } from './draft-problems.ts'
import { twoDecimals } from './draft.ts'

/** What lacks, by the key of the row it lacks in. */
export type Problems = Record<string, string>

/** The definition that a draft stands for, or what is still missing in it. */
export function readDraft(
  root: DraftGroup,
  members: SegmentMembers = 'people',
): { definition: SegmentDefinition; problems: null } | { definition: null; problems: Problems } {
  const problems = Object.fromEntries(findProblems(root))
  if (Object.keys(problems).length > 0) return { definition: null, problems }
  const definition = {
    ...(members === 'companies' && { members }),
    match: root.match,
    conditions: root.conditions.map(readNode),
  }
  return { definition, problems: null }
}

function readNode(node: DraftNode): Condition {
  switch (node.kind) {
    case 'event':
      return readEvent(node)
    case 'sequence':
      return readSequence(node)
    case 'trait':
      return { kind: 'trait', comparison: readComparison(node.comparison) }
    case 'place':
      return {
        kind: 'place',
        within: node.within,
        latitude_field: node.latitudeField.trim(),
        longitude_field: node.longitudeField.trim(),
        latitude: node.latitude ?? 0,
        longitude: node.longitude ?? 0,
        kilometers: node.kilometers,
      }
    case 'segment':
      return { kind: 'segment', in: node.in, segment: node.segment ?? '' }
    case 'sample': {
      const { seed, from, share } = node
      return { kind: 'sample', key: seed, from, to: twoDecimals(from + (share ?? 0)) }
    }
    case 'owner':
      return { kind: 'owner', is: node.is, owners: node.owners.map((one) => (one === '' ? null : one)) }
    case 'reach': {
      const { can, channel } = node
      const consent = node.consent.trim()
      return { kind: 'reach', can, channel, ...(consent !== '' && { consent }) }
    }
    case 'deal':
      return readDeal(node)
    case 'company':
      return {
        kind: 'company',
        belongs: node.belongs,
        match: node.match,
        conditions: node.conditions.map(readNode),
      }
    case 'people':
      return {
        kind: 'people',
        ...readCount(node),
        match: node.match,
        conditions: node.conditions.map(readNode),
      }
    case 'group':
      return { kind: 'group', match: node.match, conditions: node.conditions.map(readNode) }
  }
}

function readSequence({ did, steps, absent, same, within, ...node }: DraftSequence): Condition {
  const window = readWindow(node.window)
  return {
    kind: 'sequence',
    did,
    steps: steps.map(readStep),
    ...(absent && { absent: { ...readFilter(absent), ...(absent.within && { within: absent.within }) } }),
    ...(same.trim() !== '' && { same: same.trim() }),
    ...(within && { within }),
    ...(window && { window }),
  }
}

function readEvent(node: DraftEvent): Condition {
  const { verb, field, operator, value } = node
  const filter = readFilter(node)
  const window = readWindow(node.window)
  switch (verb) {
    case 'did':
    case 'not': {
      // The usual window has a short form of its own.
      const days = window?.kind === 'last' && window.unit === 'day' ? window.amount : null
      const other = days === null && window ? { window } : {}
      return { kind: 'event', did: verb === 'did', ...filter, ...readCount(node), days, ...other }
    }
    case 'first':
    case 'last':
      return {
        kind: 'occurrence',
        which: verb,
        ...filter,
        window: window ?? { kind: 'between', from: null, to: null },
      }
    default:
      return {
        kind: 'aggregate',
        of: verb,
        field: field.trim(),
        ...filter,
        operator,
        value,
        ...(window && { window }),
      }
  }
}

function readDeal({ has, where, whereMatch, ...count }: DraftDeal): Extract<Condition, { kind: 'deal' }> {
  return {
    kind: 'deal',
    has,
    where: where.map(readComparison),
    ...(whereMatch === 'any' && { where_match: whereMatch }),
    ...readCount(count),
  }
}

/** Which events a draft means. */
export function readFilter({
  event,
  where,
  whereMatch,
}: Pick<DraftFilter, 'event' | 'where' | 'whereMatch'>): EventFilter {
  return {
    event: event.trim(),
    where: where.map(readComparison),
    ...(whereMatch === 'any' && { where_match: whereMatch }),
  }
}

function readStep(step: DraftStep): SequenceStep {
  return {
    ...readFilter(step),
    ...(step.within && { within: step.within }),
    ...(step.without.length > 0 && { without: step.without.map(readFilter) }),
  }
}

function readCount({ how, times, timesTo }: DraftCount): Counting {
  return {
    times,
    ...(how !== 'at_least' && { how }),
    ...(how === 'between' && { times_to: Math.max(times, timesTo) }),
  }
}

/** The window of time that a draft means; null for ever. */
export function readWindow({ kind, amount, until, unit, fromDate, toDate }: DraftWindow): EventWindow | null {
  switch (kind) {
    case 'ever':
      return null
    case 'last':
    case 'before_last':
      return { kind, amount, unit }
    case 'ago':
      return { kind, from: amount, to: until, unit }
    case 'between':
      return { kind, from: fromDate || null, to: toDate || null }
  }
}

function readComparison({ field, operator, values, unit }: DraftComparison): SegmentComparison {
  const value = needsValue(operator) ? parseValues(values) : undefined
  const isTimed = relativeOperators.includes(operator) && operator !== 'anniversary'
  return {
    field: field.trim(),
    operator,
    ...(value !== undefined && { value }),
    ...(isTimed && unit !== 'day' && { unit }),
  }
}
