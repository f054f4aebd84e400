import {
  lengthOf,
  reachOf,
  units,
  type SegmentComparison,
  type SegmentOperator,
} from '../../../model/segment-comparison.ts'
import type { Condition } from '../../../model/segment-condition.ts'
import { windowOf, type EventFilter, type EventWindow } from '../../../model/segment-event.ts'
import { membersOf, type SegmentDefinition, type SegmentMembers } from '../../../model/segment.ts'

/** What rows lie in: events of people or of companies, traits of people, deals, traits of companies. */
export type EdgeSource = 'events' | 'company_events' | 'people' | 'deals' | 'companies'

/**
 * What time alone may change: an event becomes too old (or old enough) when it is `age` old, a value when it lies
 * `ahead` of now, or when the day of the year changes; an event that fades with every day until it is `age` old.
 * `event` says which events, where it is about those.
 */
export type Edge = { source: EdgeSource; event?: string } & (
  | { kind: 'age' | 'fades'; age: number }
  | { kind: 'value'; field: string; ahead: number }
  | { kind: 'day'; comparison: SegmentComparison }
)

/** Everything that time alone may change about who belongs to a segment; nothing when time changes nothing. */
export function edgesOf(definition: Pick<SegmentDefinition, 'members' | 'conditions'>): Edge[] {
  return definition.conditions.flatMap((one) => edgesIn(one, membersOf(definition)))
}

function edgesIn(condition: Condition, members: SegmentMembers): Edge[] {
  const ofEvents = (filter: EventFilter, ages: number[]) => edgesOfEvents(filter, ages, members)
  switch (condition.kind) {
    case 'event':
    case 'occurrence':
    case 'aggregate':
      return ofEvents(condition, agesIn(windowOf(condition)))
    case 'sequence': {
      const { steps, absent, window } = condition
      const last = steps.at(-1)
      return [
        ...steps.flatMap((step) => [
          ...ofEvents(step, agesIn(window ?? null)),
          ...(step.without ?? []).flatMap((filter) => ofEvents(filter, [])),
        ]),
        ...(absent ? ofEvents(absent, []) : []),
        ...(absent?.within && last ? ofEvents(last, [lengthOf(absent.within)]) : []),
      ]
    }
    case 'trait':
      return ofComparison(condition.comparison, { source: members })
    case 'deal':
      return condition.where.flatMap((comparison) => ofComparison(comparison, { source: 'deals' }))
    case 'company':
      return condition.conditions.flatMap((one) => edgesIn(one, 'companies'))
    case 'people':
      return condition.conditions.flatMap((one) => edgesIn(one, 'people'))
    case 'group':
      return condition.conditions.flatMap((one) => edgesIn(one, members))
    case 'place':
    case 'segment':
    case 'sample':
    case 'reach':
    case 'owner':
      return []
  }
}

function edgesOfEvents({ event, where }: EventFilter, ages: number[], members: SegmentMembers): Edge[] {
  const source = members === 'people' ? 'events' : 'company_events'
  return [
    ...ages.map((age): Edge => ({ source, event, kind: 'age', age })),
    ...where.flatMap((comparison) => ofComparison(comparison, { source, event })),
  ]
}

function agesIn(window: EventWindow | null): number[] {
  switch (window?.kind) {
    case 'last':
    case 'before_last':
      return [lengthOf(window)]
    case 'ago':
      return [window.from * units[window.unit], window.to * units[window.unit]]
    case 'between':
    case undefined:
      return []
  }
}

/** Where a value has to lie, in reaches from now, for a comparison to change; for those that look at now. */
const turns: Partial<Record<SegmentOperator, readonly number[]>> = {
  within_last: [-1, 0],
  before_last: [-1],
  within_next: [0, 1],
  after_next: [1],
}

function ofComparison(comparison: SegmentComparison, at: { source: EdgeSource; event?: string }): Edge[] {
  if (comparison.operator === 'anniversary') return [{ ...at, kind: 'day', comparison }]
  const reach = reachOf(comparison)
  return (turns[comparison.operator] ?? []).map((turn): Edge => ({
    ...at,
    kind: 'value',
    field: comparison.field,
    ahead: turn * reach,
  }))
}
