import type { AggregateCondition, EventFilter, EventWindow } from '../../../model/segment-event.ts'
import { toMillionths } from './comparable.ts'
import type { FactSource, Meant } from './event-facts.ts'
import { joinConditions } from './logic.ts'

/** Asks for a column: what fills it for an identifier, and for a person from those of their identifiers. */
export type AddColumn = (ofIdentifier: string, ofPerson: (name: string) => string) => string

export type Collecting = { source: FactSource; add: AddColumn; conditionOf: (meant: Meant) => string }

/** Of what an aggregate is. */
export type AggregatedProperty = Pick<AggregateCondition, 'of' | 'field'> & EventFilter

const signs = { is: '=', greater: '>', at_least: '>=', less: '<', at_most: '<=' } as const satisfies Record<
  AggregateCondition['operator'],
  string
>

/** That the aggregate of a property over the events in the window is as the condition says. */
export function compileAggregate(
  condition: AggregateCondition,
  window: EventWindow | null,
  collecting: Collecting,
): string {
  const columns = columnsOf(condition, window, collecting)
  if (!columns) return 'false'
  const { params } = collecting.source
  const sign = signs[condition.operator]
  const { of, value } = condition
  switch (of) {
    case 'sum':
      return `${columns.sum()} ${sign} ${params.add('Int128', toMillionths(value))}`
    case 'average': {
      const count = columns.count()
      const wanted = `${params.add('Int128', toMillionths(value))} * ${count}`
      return joinConditions('all', [`${count} > 0`, `${columns.sum()} ${sign} ${wanted}`])
    }
    case 'smallest':
    case 'largest':
      return joinConditions('all', [
        `${columns.count()} > 0`,
        `${columns[of]()} ${sign} ${params.add('Float64', value)}`,
      ])
    case 'distinct':
      return `${columns.distinct()} ${sign} ${params.add('Float64', value)}`
  }
}

/** What the aggregate is, as text; empty when there is nothing of which it could be one. */
export function aggregateText(
  condition: AggregateCondition,
  window: EventWindow | null,
  collecting: Collecting,
): string {
  const columns = columnsOf(condition, window, collecting)
  if (!columns) return `''`
  const { of } = condition
  switch (of) {
    case 'sum':
      return `toString(toFloat64(${columns.sum()}) / 1e6)`
    case 'average':
      return `if(${columns.count()} = 0, '', toString(toFloat64(${columns.sum()}) / ${columns.count()} / 1e6))`
    case 'smallest':
    case 'largest':
      return `if(${columns.count()} = 0, '', toString(${columns[of]()}))`
    case 'distinct':
      return `toString(${columns.distinct()})`
  }
}

/**
 * Sums are of millionths in whole numbers: added in any order they are the same, which sums of fractions are not, and
 * the order is another one when only some people are asked about.
 */
export function columnsOf(
  { of, field: name, event, where, where_match }: AggregatedProperty,
  window: EventWindow | null,
  { source, add, conditionOf }: Collecting,
) {
  const field = source.fields.field(name)
  if (!field) return null
  const happened = conditionOf({ filter: { event, where, where_match }, window })
  const isExtreme = of === 'smallest' || of === 'largest'
  const numbers = isExtreme ? field.numbers() : field.millionths()
  const orAtLeast = (nothing: string) => `if(empty(${numbers}), [${nothing}], ${numbers})`
  const sum = (name: string) => `sum(${name})`
  return {
    count: () => add(`sum(if(${happened}, length(${numbers}), 0))`, sum),
    sum: () => add(`sum(if(${happened}, arraySum(${numbers}), 0))`, sum),
    smallest: () =>
      add(`min(if(${happened}, arrayMin(${orAtLeast('inf')}), inf))`, (column) => `min(${column})`),
    largest: () =>
      add(`max(if(${happened}, arrayMax(${orAtLeast('-inf')}), -inf))`, (column) => `max(${column})`),
    distinct: () =>
      add(
        `groupUniqArrayArrayIf(${field.texts()}, ${happened})`,
        (column) => `length(groupUniqArrayArray(${column}))`,
      ),
  }
}
