import { mostPoints, type ScoreBand, type ScoreDefinition, type ScoreRule } from '../../../../model/score.ts'
import type { Condition } from '../../../../model/segment-condition.ts'
import type { SegmentSuggestions } from '../../../../model/segment.ts'

/** Where everybody can have an address: it says nothing of where somebody works. */
const FREE_MAIL = [
  '@gmail.',
  '@googlemail.',
  '@yahoo.',
  '@hotmail.',
  '@outlook.',
  '@icloud.',
  '@gmx.',
  '@web.de',
]

const ROUND_TO = 5

type Known = Pick<SegmentSuggestions, 'events' | 'traits'>
type Signal = { name: string; pattern: RegExp } & Pick<ScoreRule, 'points' | 'each' | 'half_life_days'>

const signals: Signal[] = [
  { name: 'Asked for a demo or a trial', pattern: /\b(demo|trial)\b/i, points: 30 },
  {
    name: 'Looked at prices',
    pattern: /pric(e|es|ing)\b/i,
    points: 10,
    each: { most: 3 },
    half_life_days: 14,
  },
  { name: 'Signed up', pattern: /sign(ed)?[ _-]?up|account created|registered/i, points: 20 },
  { name: 'Began to check out', pattern: /checkout started|added to cart/i, points: 15, half_life_days: 7 },
  { name: 'Ordered', pattern: /order (completed|placed)|purchased?\b/i, points: 15, each: { most: 2 } },
]

/** A score for leads made of what people really do and are known by; null when there is too little for one. */
export function leadScoreOf({ events, traits }: Known): ScoreDefinition | null {
  const names = events.map(({ name }) => name)
  const found = signals.flatMap(({ pattern, ...rule }): ScoreRule[] => {
    const event = names.find((name) => pattern.test(name))
    return event === undefined ? [] : [{ ...rule, when: did(event) }]
  })
  const usual = names.includes('page') ? 'page' : names[0]
  const activity: ScoreRule[] =
    usual === undefined
      ? []
      : [
          { name: 'Active this week', points: 10, when: did(usual, 7) },
          {
            name: 'Gone quiet',
            points: -20,
            when: {
              kind: 'group',
              match: 'all',
              conditions: [did(usual), { ...did(usual, 60), did: false }],
            },
          },
        ]
  const rules = [...found, ...activity, ...(traits.includes('email') ? [worksSomewhere] : [])]
  if (rules.length < 2) return null
  const bounds = { kind: 'score' as const, rules, minimum: 0, maximum: 100 }
  return { ...bounds, bands: bandsUpTo(mostPoints({ ...bounds, bands: [] })) }
}

/** Few rules give few points: hot is who has most of those that can be had. */
function bandsUpTo(most: number): ScoreBand[] {
  const share = (part: number) => Math.max(1, Math.round((most * part) / ROUND_TO)) * ROUND_TO
  return [
    { from: 0, label: 'Cold' },
    { from: share(0.3), label: 'Warm' },
    { from: share(0.6), label: 'Hot' },
  ]
}

const worksSomewhere: ScoreRule = {
  name: 'E-mail address of a company',
  points: 15,
  when: {
    kind: 'group',
    match: 'all',
    conditions: [
      { kind: 'trait', comparison: { field: 'email', operator: 'contains', value: '@' } },
      { kind: 'trait', comparison: { field: 'email', operator: 'not_contains', value: FREE_MAIL } },
    ],
  },
}

function did(event: string, days: number | null = null): Condition & { kind: 'event' } {
  return { kind: 'event', did: true, event, where: [], times: 1, days }
}
