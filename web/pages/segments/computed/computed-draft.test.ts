import { describe, expect, it } from 'vitest'
import { computedDefinition } from '../../../../model/computed-trait.ts'
import { blankComputed, readComputedDraft, toComputedDraft } from './computed-draft.ts'

const definitions = [
  { kind: 'count', event: 'Order' },
  { kind: 'days_since', event: 'Order', window: { kind: 'last', amount: 30, unit: 'day' } },
  { kind: 'sum', event: 'Order', field: 'total', where: [{ field: 'a', operator: 'is', value: 5 }] },
  { kind: 'first', event: 'Order' },
  { kind: 'last', event: 'Order', field: 'sku', window: { kind: 'between', from: '2026-01-01', to: null } },
  { kind: 'unique_list', event: 'Order', field: 'sku' },
  { kind: 'rfm', event: 'Order', field: 'total' },
  { kind: 'lifecycle', event: 'Order', new_days: 5, at_risk_days: 10, lapsed_days: 20 },
  { kind: 'prediction', event: 'Order', days: 14, active_days: 90 },
  { kind: 'lifetime_value', event: 'Order', field: 'total', minus: { event: 'Refund', field: 'amount' } },
].flatMap((one) => {
  const definition = computedDefinition.parse(one)
  return definition.kind === 'score' || definition.kind === 'sql' ? [] : [definition]
})

describe('the draft of a computed trait', () => {
  it.each(definitions)('gives the definition of the kind $kind back as it was', (definition) => {
    expect(readComputedDraft(toComputedDraft(definition)).definition).toEqual(definition)
  })
  it('says what is missing', () => {
    const { problems } = readComputedDraft({ ...blankComputed(), kind: 'sum' })
    expect(Object.values(problems ?? {})).toEqual(['Say which event.', 'Say which property.'])
    const stages = { ...blankComputed(), kind: 'lifecycle' as const, atRiskDays: 9, lapsedDays: 9 }
    expect(readComputedDraft(stages).problems).toHaveProperty('days')
  })
})
