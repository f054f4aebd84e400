import { describe, expect, it } from 'vitest'
import type { AssignmentRule, AssignmentWay } from '../../../model/assignment.ts'
import type { RecordFilter } from '../../../model/record-filter.ts'
import { draftOf, emptyPlace, ruleOf } from './rule-draft.ts'

const TEAM = '00000000-0000-4000-8000-000000000001'
const filter: RecordFilter = {
  match: 'any',
  conditions: [
    { field: 'source', operator: 'is', value: 'Fair' },
    { match: 'all', conditions: [{ field: 'company_name', operator: 'set' }] },
  ],
}
const ways: AssignmentWay[] = [
  { kind: 'round_robin', pool: { user_ids: ['ana', 'ben'] } },
  { kind: 'by_load', pool: { team_id: TEAM } },
  { kind: 'fixed', user_id: 'ana' },
  {
    kind: 'territory',
    field: 'company_name',
    places: [
      { value: 'Bavaria', pool: { user_ids: ['ana'] } },
      { value: 'Saxony', pool: { team_id: TEAM } },
    ],
  },
]

describe('the draft of an assignment rule', () => {
  it.each(ways)('comes to the rule that it was made from: $kind', (way) => {
    const rule: AssignmentRule = { id: TEAM, name: 'R', object: 'lead', active: true, filter, way }
    expect(ruleOf(draftOf(rule), 'lead')).toEqual({ name: 'R', object: 'lead', filter, way })
  })

  it('is no rule while something is missing', () => {
    const draft = { ...draftOf(null), name: 'R' }
    expect(ruleOf(draft, 'lead')).toBeNull()
    expect(ruleOf({ ...draft, name: ' ', pool: { ...draft.pool, users: ['ana'] } }, 'lead')).toBeNull()
    const places = [{ ...emptyPlace(), value: 'Bavaria' }]
    expect(ruleOf({ ...draft, kind: 'territory', field: 'source', places }, 'lead')).toBeNull()
    expect(ruleOf({ ...draft, pool: { ...draft.pool, by: 'team', users: ['ana'] } }, 'lead')).toBeNull()
  })
})
