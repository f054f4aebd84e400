import type { ComputedTrait } from '../../model/computed-trait.ts'
import { call, eventually } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** Makes a score out of the demo's orders. */
export async function addScore(kith: KithProcess): Promise<void> {
  const event = 'Order Completed'
  await call<ComputedTrait>(kith, 'POST', '/computed-traits', {
    name: 'lead_score',
    definition: {
      kind: 'score',
      rules: [
        { name: 'Ordered', points: 10, when: { kind: 'event', event }, each: { most: 5 } },
        { name: 'Ordered of late', points: 50, when: { kind: 'event', event, days: 30 }, half_life_days: 10 },
        { points: -20, when: { kind: 'event', event: 'Order Returned', times: 3 } },
      ],
      maximum: 100,
      bands: [
        { from: 0, label: 'Cold' },
        { from: 30, label: 'Warm' },
        { from: 60, label: 'Hot' },
      ],
    },
  })
}

/** Makes a computed trait out of the demo's orders, and gives its id once people have values. */
export async function addComputedTrait(kith: KithProcess): Promise<string> {
  const { id } = await call<ComputedTrait>(kith, 'POST', '/computed-traits', {
    name: 'revenue',
    description: 'What somebody has ordered so far.',
    definition: { kind: 'sum', event: 'Order Completed', field: 'value' },
  })
  await eventually(async () => {
    const trait = await call<ComputedTrait>(kith, 'GET', `/computed-traits/${id}`)
    return trait.state === 'live' && trait.people > 0 ? trait : null
  })
  return id
}
