import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultIdentityRules, identityRules, newIdentifierRule } from '../../../model/identity-rules.ts'
import type { IdentifierNormaliser, LimitWindow } from '../../../model/identity-words.ts'
import { resolveGroup, type GroupLink, type GroupNode } from './resolve-group.ts'
import { compileRules, defaultRules } from './rules.ts'

const DAY = 86_400_000
const emailsWithin = (limit: number, within: LimitWindow) =>
  compileRules(
    {
      ...defaultIdentityRules,
      types: defaultIdentityRules.types.map((row) =>
        row.type === 'email' ? { ...row, limit, within } : row,
      ),
    },
    1,
  )
const node = (id: string, day: number): GroupNode => ({
  id,
  type: id.split(':')[0]!,
  firstSeen: day * DAY,
  state: 'normal',
})
const link = (a: string, b: string, day: number): GroupLink => ({ a, b, firstSeen: day * DAY })

describe('the rules that Kith comes with', () => {
  it('are valid by their own schema', () => {
    expect(identityRules.parse(defaultIdentityRules)).toEqual(defaultIdentityRules)
  })
  it.each(['null', 'NULL', '000', '0000-0000', '-', 'Anonymous', '(not set)'])('block %s', (value) => {
    expect(defaultRules.isBlocked('user_id', value)).toBe(true)
  })
  it.each(['0a', 'nullable', 'a-0'])('take %s for somebody', (value) => {
    expect(defaultRules.isBlocked('user_id', value)).toBe(false)
  })
  it('let a family’s telephone join nobody once two of them gave their own address with it', () => {
    const nodes = ['email:ana', 'email:ben', 'phone:home'].map((id, day) => node(id, day))
    const one = resolveGroup(nodes, [link('email:ana', 'phone:home', 1)], defaultRules)
    expect(one.personOf.get('phone:home')).toBe(one.personOf.get('email:ana'))
    const both = [link('email:ana', 'phone:home', 1), link('email:ben', 'phone:home', 2)]
    const two = resolveGroup(nodes, both, defaultRules)
    expect(two.stateOf.get('phone:home')).toBe('shared')
    expect(new Set(two.personOf.values()).size).toBe(3)
  })
})

describe('a limit within a time', () => {
  const links = ['a', 'b', 'c'].map((name, index) => link('user_id:u', `email:${name}`, index))
  const resolve = (days: number[], within: LimitWindow) =>
    resolveGroup(
      [node('user_id:u', 0), ...['a', 'b', 'c'].map((name, index) => node(`email:${name}`, days[index]!))],
      links,
      emailsWithin(2, within),
    ).refusals

  it('refuses what came up too soon after others, and takes what came later', () => {
    expect(resolve([0, 1, 6], 'week')).toEqual([null, null, 'limit:email'])
    expect(resolve([0, 1, 8], 'week')).toEqual([null, null, null])
    expect(resolve([0, 100, 300], 'year')).toEqual([null, null, 'limit:email'])
    expect(resolve([0, 100, 3_000], 'ever')).toEqual([null, null, 'limit:email'])
  })

  it('is kept whatever the order in which evidence comes', () => {
    const ids = ['user_id:u', 'user_id:v', ...Array.from({ length: 8 }, (_, index) => `email:${index}`)]
    const given = fc.record({
      days: fc.array(fc.nat(20), { minLength: ids.length, maxLength: ids.length }),
      links: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.nat(30)), {
        maxLength: 25,
      }),
    })
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), (all, dice) => {
        const nodes = ids.map((id, index) => node(id, all.days[index]!))
        const evidence = all.links.filter(([a, b]) => a !== b).map(([a, b, day]) => link(a, b, day))
        const shuffle = <One>(list: One[]) =>
          list
            .map((one) => ({ one, key: dice.next().value }))
            .sort((x, y) => x.key! - y.key!)
            .map(({ one }) => one)
        const rules = emailsWithin(2, 'week')
        const { personOf } = resolveGroup(nodes, evidence, rules)
        const again = resolveGroup(shuffle(nodes), shuffle(evidence), rules).personOf
        expect(Object.fromEntries(again)).toEqual(Object.fromEntries(personOf))
        for (const person of new Set(personOf.values())) {
          const times = nodes
            .filter(({ id, type }) => type === 'email' && personOf.get(id) === person)
            .map(({ firstSeen }) => firstSeen)
            .sort((x, y) => x - y)
          for (const [index, time] of times.entries())
            expect((times[index + 2] ?? Infinity) - time).toBeGreaterThanOrEqual(7 * DAY)
        }
      }),
    )
  })
})

describe('ways to write the same', () => {
  const normal = (normalise: IdentifierNormaliser, value: string, country: string | null = null) =>
    compileRules(
      {
        ...defaultIdentityRules,
        types: [...defaultIdentityRules.types, newIdentifierRule({ type: 'own', normalise, country })],
      },
      1,
    ).normalise('own', value)

  it.each([
    ['email_provider', 'Ana.Lima+shop@GoogleMail.com', null, 'analima@gmail.com'],
    ['email_provider', 'ana.lima+shop@work.com', null, 'ana.lima+shop@work.com'],
    ['email_provider', 'ana.lima+shop@outlook.com', null, 'ana.lima@outlook.com'],
    ['email', 'Ana@X.com', null, 'ana@x.com'],
    ['email', 'not an address', null, null],
    ['phone', '+44 (0) 20 7946 0958', null, '+442079460958'],
    ['phone', '06 12 34 56 78', 'FR', '+33612345678'],
    ['phone', '06 12 34 56 78', null, null],
    ['phone', 'call me', 'FR', null],
    ['lower_case', 'AB-12', null, 'ab-12'],
    ['none', 'AB-12', null, 'AB-12'],
  ] as const)('%s reads %s (%s) as %s', (kind, value, country, expected) => {
    expect(normal(kind, value, country)).toBe(expected)
  })
})
