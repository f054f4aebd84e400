import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveGroup, type GroupLink, type GroupNode } from './resolve-group.ts'
import { defaultRules } from './rules.ts'

const node = (id: string, firstSeen: number): GroupNode => ({
  id,
  type: id.split(':')[0]!,
  firstSeen,
  state: 'normal',
})
const link = (a: string, b: string, firstSeen: number): GroupLink => ({ a, b, firstSeen })

function resolve(links: GroupLink[]) {
  const seen = new Map<string, number>()
  for (const { a, b, firstSeen } of links)
    for (const id of [a, b]) seen.set(id, Math.min(seen.get(id) ?? Infinity, firstSeen))
  const nodes = [...seen].map(([id, at]) => node(id, at))
  return resolveGroup(nodes, links, defaultRules)
}

describe('resolving a group of identifiers', () => {
  it('joins an anonymous visitor with the user he signs in as, under the older id', () => {
    const { personOf } = resolve([link('user_id:ana', 'anonymous_id:a', 5)])
    expect(personOf.get('user_id:ana')).toBe(personOf.get('anonymous_id:a'))
  })

  it('refuses a link that would give one person two user ids', () => {
    const links = [
      link('user_id:abc123', 'email:jane@x.com', 1),
      link('user_id:abc456', 'email:jane@x.com', 2),
    ]
    const { personOf, refusals } = resolve(links)
    expect(refusals).toEqual([null, 'limit:user_id'])
    expect(personOf.get('user_id:abc456')).toBe('user_id:abc456')
    expect(personOf.get('email:jane@x.com')).toBe(personOf.get('user_id:abc123'))
  })

  it('leaves a device on which several users signed in to nobody', () => {
    const users = Array.from({ length: 20 }, (_, index) =>
      link(`user_id:u${index}`, 'anonymous_id:ipad', index),
    )
    const { personOf, stateOf, refusals } = resolve(users)
    expect(stateOf.get('anonymous_id:ipad')).toBe('shared')
    expect(new Set(refusals)).toEqual(new Set(['shared']))
    expect(new Set(personOf.values()).size).toBe(21)
  })

  it('quarantines an e-mail that more users than plausible give', () => {
    const users = Array.from({ length: 11 }, (_, index) =>
      link(`user_id:u${index}`, 'email:info@shop.com', index),
    )
    const { stateOf, personOf } = resolve(users)
    expect(stateOf.get('email:info@shop.com')).toBe('quarantined')
    expect(personOf.get('email:info@shop.com')).toBe('email:info@shop.com')
  })

  it('keeps the limit of values per person: the sixth e-mail is somebody else', () => {
    const links = Array.from({ length: 6 }, (_, index) => link('user_id:u', `email:e${index}@x.com`, index))
    const { refusals } = resolve(links)
    expect(refusals).toEqual([null, null, null, null, null, 'limit:email'])
  })

  it('merges three people that one event names together', () => {
    const { personOf } = resolve([
      link('email:a@x.com', 'anonymous_id:1', 1),
      link('email:b@x.com', 'anonymous_id:2', 2),
      link('user_id:u', 'email:a@x.com', 3),
      link('user_id:u', 'email:b@x.com', 3),
      link('user_id:u', 'anonymous_id:3', 3),
    ])
    expect(new Set(personOf.values()).size).toBe(1)
  })

  it('gives the same people in whatever order links and nodes come, and never breaks a limit', () => {
    const id = fc.constantFrom(
      ...['user_id', 'email', 'anonymous_id'].flatMap((type) =>
        Array.from({ length: 6 }, (_, index) => `${type}:${index}`),
      ),
    )
    const links = fc
      .uniqueArray(fc.tuple(id, id, fc.nat(20)), {
        selector: ([a, b]) => [a, b].sort().join(' '),
        maxLength: 40,
      })
      .map((all) => all.filter(([a, b]) => a !== b).map(([a, b, at]) => link(a, b, at)))
    fc.assert(
      fc.property(links, fc.func(fc.nat()), (given, shuffle) => {
        const before = resolve(given)
        const after = resolve(given.toSorted((x, y) => shuffle(x.a, x.b) - shuffle(y.a, y.b)))
        expect(after.personOf).toEqual(
          new Map([...after.personOf.keys()].map((key) => [key, before.personOf.get(key)])),
        )
        const perPerson = new Map<string, number>()
        for (const [key, person] of after.personOf) {
          if (!key.startsWith('user_id')) continue
          perPerson.set(person, (perPerson.get(person) ?? 0) + 1)
        }
        expect(Math.max(0, ...perPerson.values())).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('what somebody decided', () => {
  const names = fc.constantFrom(
    'user_id:a',
    'user_id:b',
    'email:a',
    'email:b',
    'anonymous_id:a',
    'anonymous_id:b',
  )
  const links = fc.array(fc.record({ a: names, b: names, firstSeen: fc.nat(50) }), { maxLength: 12 })
  const nodes = ['user_id:a', 'user_id:b', 'email:a', 'email:b', 'anonymous_id:a', 'anonymous_id:b'].map(
    (id, index) => node(id, index),
  )

  it('joins one of each side whatever the limits, and keeps whole sides apart whatever the evidence', () => {
    fc.assert(
      fc.property(links, names, names, fc.uniqueArray(names), (all, x, y, away) => {
        const rest = nodes.map(({ id }) => id).filter((id) => !away.some((one) => one === id))
        const same = [{ a: x, b: y }]
        const joined = resolveGroup(nodes, all, defaultRules, { same, different: [] })
        expect(joined.personOf.get(x)).toBe(joined.personOf.get(y))
        const different = [{ id: 'd', a: away, b: rest }]
        const { personOf } = resolveGroup(nodes, all, defaultRules, { same: [], different })
        for (const one of away)
          for (const other of rest) expect(personOf.get(one)).not.toBe(personOf.get(other))
      }),
    )
  })
})
