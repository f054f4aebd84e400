import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyTraitWrite, mergeTraitMaps, plainTraits, restoreTraits, type TraitMap } from './trait-map.ts'

type Write = { at: number; sourceId: string; messageId: string; traits: Record<string, string | null> }

const writes = fc.uniqueArray(
  fc.record({
    at: fc.integer({ min: 1, max: 9 }),
    sourceId: fc.constantFrom('crm', 'web', 'app'),
    messageId: fc.integer({ min: 0, max: 40 }).map((n) => `m${n}`),
    traits: fc.dictionary(fc.constantFrom('plan', 'city'), fc.constantFrom('x', 'y', 'z', null), {
      minKeys: 1,
    }),
  }),
  { selector: ({ messageId }) => messageId, maxLength: 12 },
)
const written = (all: Write[], known: TraitMap = {}) =>
  all.reduce<TraitMap>((map, write) => applyTraitWrite(map, write) ?? map, known)
const says = (sourceId: string, at: number, plan: string | null): Write => ({
  sourceId,
  at,
  messageId: `${sourceId} ${at}`,
  traits: { plan },
})
const orders = new Map([['plan', ['crm', 'web']]])
const planOf = (...all: Write[]) => plainTraits(mergeTraitMaps([written(all)], orders))['plan']

describe('what sources say about a trait', () => {
  it('is the same in any order of writes, with any repetition, under any order of sources', () => {
    fc.assert(
      fc.property(writes, fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), (all, dice) => {
        const shuffled = [...all, ...all]
          .map((write, index) => ({ write, place: dice[index] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ write }) => write)
        expect(written(shuffled)).toEqual(written(all))
        expect(mergeTraitMaps([written(shuffled)], orders)).toEqual(mergeTraitMaps([written(all)], orders))
      }),
    )
  })

  it('is the same for a person, however writes are spread over identifiers', () => {
    fc.assert(
      fc.property(writes, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (all, sides) => {
        const [left, right] = [true, false].map((side) =>
          written(all.filter((_, index) => sides[index] === side)),
        )
        const apart = mergeTraitMaps([left ?? {}, right ?? {}], orders)
        expect(plainTraits(apart)).toEqual(plainTraits(mergeTraitMaps([written(all)], orders)))
      }),
    )
  })

  it('counts by the order of sources, whenever it was said', () => {
    expect(planOf(says('crm', 1, 'pro'), says('web', 5, 'free'), says('app', 9, 'trial'))).toBe('pro')
    expect(planOf(says('web', 5, 'free'), says('app', 9, 'trial'))).toBe('free')
    expect(planOf(says('app', 9, 'trial'))).toBe('trial')
  })

  it('of a source that took its value back gives way to the others, unless that is the last word', () => {
    expect(planOf(says('crm', 1, 'pro'), says('crm', 2, null), says('web', 5, 'free'))).toBe('free')
    expect(planOf(says('app', 1, 'trial'), says('crm', 2, null))).toBeUndefined()
  })

  it('without an order is what was said last', () => {
    const map = written([says('web', 5, 'free'), says('crm', 1, 'pro')])
    expect(plainTraits(mergeTraitMaps([map]))).toEqual({ plan: 'free' })
  })

  it('is as before once a write is taken back, also when others have spoken since', () => {
    fc.assert(
      fc.property(writes, writes, (before, after) => {
        const earlier = written(before)
        const write = { at: 5, sourceId: 'import', messageId: 'import', traits: { plan: 'gold' } }
        const undo = { plan: earlier['plan'] ?? null }
        const later = written(
          after.map((one) => ({ ...one, messageId: `later ${one.messageId}` })),
          written([write], earlier),
        )
        const { traits } = restoreTraits(later, undo, 'import')
        const never = written(
          after.map((one) => ({ ...one, messageId: `later ${one.messageId}` })),
          earlier,
        )
        expect(mergeTraitMaps([traits], orders)).toEqual(mergeTraitMaps([never], orders))
      }),
    )
  })
})
