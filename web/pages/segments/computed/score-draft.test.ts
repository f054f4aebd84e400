import { describe, expect, it } from 'vitest'
import { scoreDefinition } from '../../../../model/score.ts'
import { blankScore, readScoreDraft, toScoreDraft } from './score-draft.ts'
import { leadScoreOf } from './score-template.ts'

const did = { kind: 'event', event: 'Order' }

describe('the draft of a score', () => {
  it('gives a definition back as it was', () => {
    const definition = scoreDefinition.parse({
      kind: 'score',
      rules: [
        { name: 'Orders', when: did, points: 5, each: { most: 3 }, half_life_days: 7 },
        { when: { kind: 'group', match: 'none', conditions: [did] }, points: -5 },
        { when: { kind: 'group', match: 'any', conditions: [did, { ...did, days: 7 }] }, points: 1 },
      ],
      minimum: -10,
      bands: [{ from: 0, label: 'Cold' }],
    })
    expect(readScoreDraft(toScoreDraft(definition)).definition).toEqual(definition)
  })

  it('says what is missing', () => {
    const blank = blankScore()
    expect(Object.values(readScoreDraft(blank).problems ?? {})).toEqual(['Say which event.'])
    expect(readScoreDraft({ ...blank, rules: [] }).problems).toHaveProperty('rules')
    expect(readScoreDraft({ ...blank, minimum: 100 }).problems).toHaveProperty('bounds')
    const [band] = blank.bands
    const twice = band ? [band, { ...band, key: 'other' }] : []
    expect(readScoreDraft({ ...blank, bands: twice }).problems).toHaveProperty('other')
  })
})

describe('the score for leads', () => {
  const events = (...names: string[]) => names.map((name) => ({ name, count: 1 }))

  it('asks for what people really do and are known by, and is accepted', () => {
    const score = leadScoreOf({ events: events('page', 'Pricing Viewed', 'Signed Up'), traits: ['email'] })
    expect(scoreDefinition.parse(score)).toEqual(score)
    expect(score?.rules.map(({ name }) => name)).toEqual([
      'Looked at prices',
      'Signed up',
      'Active this week',
      'Gone quiet',
      'E-mail address of a company',
    ])
  })

  it('is none while nobody has done anything', () => {
    expect(leadScoreOf({ events: [], traits: ['email'] })).toBeNull()
  })
})
