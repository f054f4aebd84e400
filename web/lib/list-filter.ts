import type { Field } from '../../model/field.ts'
import { operators, type Comparison, type Operator } from '../../model/filter.ts'
import type { RecordFilter } from '../../model/view.ts'
import { needsValue } from '../../model/segment-comparison.ts'
import type { ListField } from './list-objects.ts'

const words: Operator[] = ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'set', 'not_set']
const numbers: Operator[] = ['is', 'is_not', 'greater', 'at_least', 'less', 'at_most', 'set', 'not_set']
const choices: Operator[] = ['is', 'is_not', 'set', 'not_set']

/** How a field of each type can be compared. */
const byType: Record<Field['type'], Operator[]> = {
  text: words,
  long_text: words,
  url: words,
  email: words,
  phone: words,
  address: ['contains', 'not_contains', 'set', 'not_set'],
  number: numbers,
  money: numbers,
  rating: numbers,
  date: ['is', 'before', 'after', 'set', 'not_set'],
  datetime: ['before', 'after', 'set', 'not_set'],
  boolean: ['is', 'set', 'not_set'],
  select: choices,
  multi_select: choices,
  user: choices,
  relation: choices,
  file: ['set', 'not_set'],
}

export function operatorsOf({ type }: Pick<ListField, 'type'>): { value: Operator; label: string }[] {
  return byType[type].map((value) => ({ value, label: operators[value] }))
}

/** A filter while it is being made: conditions may lack their value, and each has a key to be known by. */
export type DraftCondition = { key: string; field: string; operator: Operator; value: Comparison['value'] }
export type DraftGroup = {
  key: string
  match: RecordFilter['match']
  conditions: (DraftCondition | DraftGroup)[]
}

export const emptyGroup = (): DraftGroup => ({ key: crypto.randomUUID(), match: 'all', conditions: [] })

export function toDraft({ match, conditions }: RecordFilter): DraftGroup {
  return {
    key: crypto.randomUUID(),
    match,
    conditions: conditions.map((one) =>
      'match' in one ? toDraft(one) : { ...one, key: crypto.randomUUID(), value: one.value },
    ),
  }
}

/** The filter so far: what lacks something counts once it is complete. */
export function fromDraft({ match, conditions }: DraftGroup): RecordFilter {
  return {
    match,
    conditions: conditions.flatMap((one): RecordFilter['conditions'] => {
      if ('conditions' in one) {
        const group = fromDraft(one)
        return group.conditions.length === 0 ? [] : [group]
      }
      const { field, operator, value } = one
      if (!needsValue(operator)) return [{ field, operator }]
      return isGiven(value) ? [{ field, operator, value }] : []
    }),
  }
}

function isGiven(value: Comparison['value']): value is NonNullable<Comparison['value']> {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** How many comparisons a filter has. */
export function countConditions(filter: RecordFilter | undefined): number {
  return (filter?.conditions ?? []).reduce((sum, one) => sum + ('match' in one ? countConditions(one) : 1), 0)
}

/** Both filters together; undefined when neither asks for anything. */
export function bothFilters(
  a: RecordFilter | undefined,
  b: RecordFilter | undefined,
): RecordFilter | undefined {
  const asked = [a, b].filter((one): one is RecordFilter => countConditions(one) > 0)
  return asked.length < 2 ? asked[0] : { match: 'all', conditions: asked }
}
