import type { EventDefinition } from '../../../../model/computed-trait.ts'
import { blank, toFilter, toWindow } from '../draft.ts'
import { inFilter, inWindow } from '../draft-problems.ts'
import type { DraftFilter, DraftWindow } from '../draft-schema.ts'
import { readFilter, readWindow, type Problems } from '../read-draft.ts'

type EventKind = EventDefinition['kind']

/** A definition while it is being edited: everything that any kind asks for, so that another kind keeps what was typed. */
export type ComputedDraft = {
  kind: EventKind
  field: string
  filter: DraftFilter
  window: DraftWindow
  newDays: number
  atRiskDays: number
  lapsedDays: number
  /** How far ahead a prediction looks, and whom it is about. */
  days: number
  activeDays: number
  minus: { field: string; filter: DraftFilter } | null
}

/** Whether a kind reads a property: it must be given, may be, or makes no sense. */
export const fieldOf: Record<EventKind, 'needed' | 'possible' | 'none'> = {
  count: 'none',
  sum: 'needed',
  average: 'needed',
  smallest: 'needed',
  largest: 'needed',
  first: 'possible',
  last: 'possible',
  most_frequent: 'needed',
  unique_list: 'needed',
  unique_count: 'needed',
  days_since: 'none',
  lifecycle: 'none',
  rfm: 'needed',
  lifetime_value: 'needed',
  prediction: 'none',
}

/** Whether a kind looks at a window of time. */
export const hasWindow = (kind: EventKind) => !['lifecycle', 'lifetime_value', 'prediction'].includes(kind)

/** What a new trait begins with. */
export function blankComputed(): ComputedDraft {
  return {
    kind: 'count',
    field: '',
    filter: blank.filter(),
    window: blank.window(),
    newDays: 30,
    atRiskDays: 60,
    lapsedDays: 120,
    days: 30,
    activeDays: 180,
    minus: null,
  }
}

/** The draft that edits an existing definition. */
export function toComputedDraft(definition: EventDefinition): ComputedDraft {
  const draft = { ...blankComputed(), kind: definition.kind, filter: toFilter(definition) }
  const field = 'field' in definition ? (definition.field ?? '') : ''
  if (definition.kind === 'lifecycle') {
    const { new_days, at_risk_days, lapsed_days } = definition
    return { ...draft, newDays: new_days, atRiskDays: at_risk_days, lapsedDays: lapsed_days }
  }
  if (definition.kind === 'prediction')
    return { ...draft, days: definition.days, activeDays: definition.active_days }
  if (definition.kind === 'lifetime_value') {
    const { minus } = definition
    return { ...draft, field, minus: minus ? { field: minus.field, filter: toFilter(minus) } : null }
  }
  return { ...draft, field, window: toWindow(definition.window ?? null) }
}

/** The definition that a draft stands for, or what is still missing in it; `field` and `days` are keys of their own. */
export function readComputedDraft(
  draft: ComputedDraft,
): { definition: EventDefinition; problems: null } | { definition: null; problems: Problems } {
  const problems = Object.fromEntries(problemsIn(draft))
  if (Object.keys(problems).length > 0) return { definition: null, problems }
  return { definition: definitionOf(draft), problems: null }
}

function* problemsIn(draft: ComputedDraft): Generator<[key: string, problem: string]> {
  const { kind, field, filter, window, minus } = draft
  yield* inFilter(filter)
  if (fieldOf[kind] === 'needed' && field.trim() === '') yield ['field', 'Say which property.']
  if (hasWindow(kind)) yield* inWindow('window', window)
  if (kind === 'lifecycle' && draft.lapsedDays <= draft.atRiskDays)
    yield ['days', 'Lapsed comes after at risk: give it more days.']
  if (kind === 'lifetime_value' && minus) {
    yield* inFilter(minus.filter)
    if (minus.field.trim() === '') yield ['minus', 'Say which property is taken off.']
  }
}

function definitionOf(draft: ComputedDraft): EventDefinition {
  const { kind, minus } = draft
  const filter = readFilter(draft.filter)
  const field = draft.field.trim()
  const window = readWindow(draft.window)
  const within = { ...filter, ...(window && { window }) }
  switch (kind) {
    case 'count':
    case 'days_since':
      return { kind, ...within }
    case 'first':
    case 'last':
      return { kind, ...within, ...(field !== '' && { field }) }
    case 'lifecycle':
      return {
        kind,
        ...filter,
        new_days: draft.newDays,
        at_risk_days: draft.atRiskDays,
        lapsed_days: draft.lapsedDays,
      }
    case 'prediction':
      return { kind, ...filter, days: draft.days, active_days: draft.activeDays }
    case 'lifetime_value':
      return {
        kind,
        ...filter,
        field,
        ...(minus && { minus: { ...readFilter(minus.filter), field: minus.field.trim() } }),
      }
    case 'rfm':
      return { kind, ...within, field }
    case 'sum':
    case 'average':
    case 'smallest':
    case 'largest':
      return { kind, ...within, field }
    case 'most_frequent':
    case 'unique_list':
    case 'unique_count':
      return { kind, ...within, field }
  }
}
