import { needsValue, relativeOperators } from '../../../model/segment-comparison.ts'
import { parseValues } from '../../lib/value-text.ts'
import type {
  DraftComparison,
  DraftEvent,
  DraftFilter,
  DraftNode,
  DraftSequence,
  DraftWindow,
} from './draft-schema.ts'

type Found = Generator<[key: string, problem: string]>

/** What lacks in a draft, each with the key of the row it lacks in. */
export function* findProblems(node: DraftNode): Found {
  switch (node.kind) {
    case 'event':
      yield* inEvent(node)
      return
    case 'sequence':
      yield* inSequence(node)
      return
    case 'trait':
      yield* inComparison(node.comparison, 'trait')
      return
    case 'place':
      if (node.latitudeField.trim() === '' || node.longitudeField.trim() === '')
        yield [node.key, 'Say which traits have the latitude and the longitude.']
      else if (node.latitude === null || node.longitude === null)
        yield [node.key, 'Give the latitude and the longitude of the place.']
      return
    case 'segment':
      if (node.segment === null) yield [node.key, 'Choose a segment.']
      return
    case 'sample':
      if (!(node.share !== null && node.share > 0 && node.from + node.share <= 100))
        yield [node.key, 'Give a share of up to 100 %.']
      return
    case 'owner':
      if (node.owners.length === 0) yield [node.key, 'Choose whose they are, or nobody’s.']
      return
    case 'reach':
      return
    case 'deal':
      for (const comparison of node.where) yield* inComparison(comparison, 'field')
      return
    case 'company':
    case 'people':
    case 'group':
      if (node.conditions.length === 0) yield [node.key, 'Add a condition.']
      for (const condition of node.conditions) yield* findProblems(condition)
  }
}

const aggregates: readonly DraftEvent['verb'][] = ['sum', 'average', 'smallest', 'largest', 'distinct']

function* inEvent(node: DraftEvent): Found {
  yield* inFilter(node)
  if (aggregates.includes(node.verb) && node.field.trim() === '') yield [node.key, 'Say which property.']
  if ((node.verb === 'first' || node.verb === 'last') && node.window.kind === 'ever')
    yield [node.key, 'Say when that was.']
  yield* inWindow(node.key, node.window)
}

function* inSequence(node: DraftSequence): Found {
  for (const step of node.steps) {
    yield* inFilter(step)
    for (const filter of step.without) yield* inFilter(filter)
  }
  if (node.absent) yield* inFilter(node.absent)
  if (node.steps.length < 2 && !node.absent)
    yield [node.key, 'Add a second step, or what did not happen afterwards.']
  yield* inWindow(node.key, node.window)
}

/** What lacks in a window of time; under the key of its row. */
export function* inWindow(key: string, { kind, amount, until, fromDate, toDate }: DraftWindow): Found {
  if (kind === 'ago' && amount <= until) yield [key, 'The first time has to be longer ago than the second.']
  if (kind !== 'between') return
  if (fromDate === '' && toDate === '') yield [key, 'Give a date.']
  else if (fromDate !== '' && toDate !== '' && fromDate >= toDate)
    yield [key, 'The first date has to be earlier than the second.']
}

/** What lacks in what says which events are meant. */
export function* inFilter(filter: DraftFilter): Found {
  if (filter.event.trim() === '') yield [filter.key, 'Say which event.']
  for (const comparison of filter.where) yield* inComparison(comparison, 'property')
}

function* inComparison({ key, field, operator, values }: DraftComparison, what: string): Found {
  if (field.trim() === '') yield [key, `Say which ${what}.`]
  else if (!needsValue(operator)) return
  else if (operator === 'between' && (values.length !== 2 || values.some((value) => value.trim() === '')))
    yield [key, 'Give both ends.']
  else if (parseValues(values) === undefined) yield [key, 'Give a value.']
  else if (relativeOperators.includes(operator) && !(Number(values[0]) >= 1))
    yield [key, 'Give an amount of time.']
}
