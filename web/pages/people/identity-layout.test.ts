import { describe, expect, it } from 'vitest'
import { layoutIdentity, type IdentityLink, type IdentityNode } from './identity-layout.ts'

const identifier = (id: string, mine = true): IdentityNode => ({
  id,
  type: id === 'a' ? 'user_id' : 'anonymous_id',
  value: id,
  first_seen: '2026-01-01T00:00:00.000Z',
  state: 'normal',
  mine,
  person_id: mine ? 'a' : id,
})

const link = (from: string, to: string, accepted = true): IdentityLink => ({
  from,
  to,
  accepted,
  sentence: '',
  source: 'Shop',
  message_id: '1',
  first_seen: '2026-01-01T00:00:00.000Z',
  last_seen: '2026-01-01T00:00:00.000Z',
  count: 1,
})

const places = (identifiers: IdentityNode[], links: IdentityLink[]) => {
  const { nodes } = layoutIdentity({ identifiers, links }, { column: 340, most: 30 })
  return Object.fromEntries(nodes.map(({ identifier: { id }, x, y }) => [id, [x / 340, y / 64]]))
}

describe('the picture of an identity', () => {
  it('has the strongest identifier first and every other one as far to the right as it has links to go', () => {
    const all = [identifier('c'), identifier('b'), identifier('a')]
    expect(places(all, [link('b', 'a'), link('c', 'b')])).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0] })
  })

  it('puts whom a refused link leads to behind the nearest of those that it was refused to', () => {
    const all = [identifier('a'), identifier('b'), identifier('c'), identifier('x', false)]
    const links = [link('a', 'x', false), link('a', 'b'), link('b', 'c'), link('c', 'x', false)]
    expect(places(all, links)).toMatchObject({ b: [1, -0.5], x: [1, 0.5], c: [2, 0] })
  })

  it('keeps those beside each other that hang on the same identifier', () => {
    const all = [identifier('a'), identifier('b'), identifier('c'), identifier('d'), identifier('e')]
    const links = [link('a', 'b'), link('a', 'c'), link('e', 'c'), link('d', 'b')]
    expect(places(all, links)).toEqual({ a: [0, 0], b: [1, -0.5], c: [1, 0.5], d: [2, -0.5], e: [2, 0.5] })
  })

  it('draws no more than it was asked to, and says how many it left out', () => {
    const all = ['a', 'b', 'c', 'd'].map((id) => identifier(id))
    const picture = layoutIdentity({ identifiers: all, links: [link('a', 'd')] }, { column: 340, most: 2 })
    expect(picture).toMatchObject({ nodes: { length: 2 }, left_out: 2 })
  })
})
