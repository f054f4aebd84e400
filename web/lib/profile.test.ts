import { describe, expect, it } from 'vitest'
import { asPersonLike, byStrength } from './profile.ts'

const identifier = (type: string) => ({
  type,
  value: type,
  first_seen: '2026-01-01T00:00:00.000Z',
  state: 'normal' as const,
})

describe('the identifiers of a profile', () => {
  it('stand from the one that says most to that of a mere browser', () => {
    const types = ['anonymous_id', 'ga_client_id', 'email', 'user_id', 'phone']
    expect(byStrength(types.map(identifier)).map(({ type }) => type)).toEqual([
      'user_id',
      'email',
      'phone',
      'ga_client_id',
      'anonymous_id',
    ])
  })

  it('give a profile its name in lists when nothing better is known', () => {
    const at = '2026-01-01T00:00:00.000Z'
    const times = { first_seen: at, last_seen: at, created_at: at, updated_at: at }
    const person = { id: 'p', name: null, traits: {}, companies: [], segments: [], ...times }
    const identifiers = [identifier('anonymous_id'), identifier('phone')]
    expect(asPersonLike({ ...person, identifiers })).toMatchObject({
      email: null,
      identifier: { type: 'phone' },
    })
    const known = { ...person, traits: { email: 'ada@example.test' }, identifiers }
    expect(asPersonLike(known).email).toBe('ada@example.test')
  })
})
