import { windowOf } from './segment-event.ts'
import type { Condition } from './segment-condition.ts'
import { membersOf, type SegmentDefinition } from './segment.ts'

/**
 * A definition as a text that is the same for whatever means the same in another order or in other words: the order of
 * conditions and comparisons, what is left out or said by default, days or a window of days.
 */
export function canonicalText(definition: SegmentDefinition): string {
  const ofCompanies = membersOf(definition) === 'companies'
  return `${ofCompanies ? 'companies ' : ''}${conditionsText(definition)}`
}

function conditionsText({ match, conditions }: Pick<SegmentDefinition, 'match' | 'conditions'>): string {
  const [only] = conditions
  // One condition of which all or any must hold: a group around the same conditions.
  if (conditions.length === 1 && match !== 'none' && only?.kind === 'group') return conditionsText(only)
  return group(match, conditions)
}

function group(match: SegmentDefinition['match'], conditions: readonly Condition[]): string {
  // Any of one is all of it.
  const said = conditions.length === 1 && match === 'any' ? 'all' : match
  return `${said}(${[...new Set(conditions.map(conditionText))].toSorted().join(',')})`
}

/** The same for one condition. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'group': {
      const [only] = condition.conditions
      const isAlone = condition.conditions.length === 1 && condition.match !== 'none'
      return isAlone && only ? conditionText(only) : conditionsText(condition)
    }
    case 'company':
      return `company ${condition.belongs} ${conditionsText(condition)}`
    case 'people': {
      const { match, conditions, ...counted } = condition
      return `${plainText(counted)} ${conditionsText({ match, conditions })}`
    }
    case 'event': {
      const { days, window, ...rest } = condition
      return plainText({ ...rest, window: windowOf({ days, window }) })
    }
    default:
      return plainText(condition)
  }
}

/** Keys in order, lists of comparisons in order, nothing that is empty or said by default. */
function plainText(value: object): string {
  const entries = Object.entries(value).flatMap(([key, one]) => {
    if (one === undefined || one === null || isDefault(key, one)) return []
    return [[key, normal(key, one)] as const]
  })
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

function normal(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const texts = value.map((one: unknown) => (isObject(one) ? plainText(one) : JSON.stringify(one)))
    return key === 'steps' ? texts : texts.toSorted()
  }
  return isObject(value) ? plainText(value) : value
}

function isDefault(key: string, value: unknown): boolean {
  return (
    (key === 'how' && value === 'at_least') ||
    (key === 'where_match' && value === 'all') ||
    (Array.isArray(value) && value.length === 0)
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
