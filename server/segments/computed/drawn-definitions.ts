import fc from 'fast-check'
import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import type { ScoreDefinition, ScoreRule } from '../../../model/score.ts'
import type { EventWindow } from '../../../model/segment-event.ts'
import { drawnCondition, eventCondition, filterShape, maybe } from '../compile/drawn-segments.ts'

const window: fc.Arbitrary<EventWindow> = fc.oneof(
  fc.record({
    kind: fc.constant('last'),
    amount: fc.constantFrom(1, 7, 60),
    unit: fc.constantFrom('hour', 'day'),
  }),
  fc.record({
    kind: fc.constant('between'),
    from: fc.constantFrom(null, '2026-06-07', '2026-06-12T10:00:00Z'),
    to: fc.constantFrom(null, '2026-06-14', '2026-06-15T11:00:00+02:00'),
  }),
)
const field = fc.constantFrom('a', 'b', 'a', 'a.b', 'we`ird', 'a.')
const shape = { ...filterShape, window: maybe(window) }
const minus = fc.record({ ...filterShape, field })

const ruleShape = { name: fc.constant(''), points: fc.constantFrom(1, 5, 20, -3, -40, 1000) }
const rule: fc.Arbitrary<ScoreRule> = fc.oneof(
  fc.record({ ...ruleShape, when: drawnCondition }),
  fc.record({
    ...ruleShape,
    when: eventCondition.map((one) => ({ ...one, did: true })),
    each: maybe(fc.record({ most: fc.constantFrom(1, 2, 10) })),
    half_life_days: maybe(fc.constantFrom(1, 3, 7)),
  }),
)
export const drawnScore: fc.Arbitrary<ScoreDefinition> = fc.record({
  kind: fc.constant('score'),
  rules: fc.array(rule, { minLength: 1, maxLength: 5, size: 'max' }),
  minimum: maybe(fc.constantFrom(0, -10)),
  maximum: maybe(fc.constantFrom(30, 100)),
  bands: fc.constant([]),
})

/** Any definition of a computed trait. */
export const drawnDefinition: fc.Arbitrary<ComputedDefinition> = fc.oneof(
  fc.record({ kind: fc.constant('count'), ...shape }),
  fc.record({ kind: fc.constant('days_since'), ...shape }),
  fc.record({ kind: fc.constantFrom('sum', 'average', 'smallest', 'largest'), field, ...shape }),
  fc.record({ kind: fc.constantFrom('first', 'last'), field: maybe(field), ...shape }),
  fc.record({ kind: fc.constantFrom('most_frequent', 'unique_list', 'unique_count'), field, ...shape }),
  fc.record({ kind: fc.constant('rfm'), field, ...shape }),
  fc.record({
    kind: fc.constant('lifecycle'),
    new_days: fc.constantFrom(1, 5),
    at_risk_days: fc.constantFrom(1, 3),
    lapsed_days: fc.constantFrom(4, 9),
    ...filterShape,
  }),
  fc.record({
    kind: fc.constant('prediction'),
    days: fc.constant(30),
    active_days: fc.constantFrom(7, 20, 60),
    ...filterShape,
  }),
  fc.record({ kind: fc.constant('lifetime_value'), field, minus: maybe(minus), ...filterShape }),
  { weight: 4, arbitrary: drawnScore },
)
