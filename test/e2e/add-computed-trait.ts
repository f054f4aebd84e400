import type { ComputedTrait } from '../../model/computed-trait.ts'
import { call, eventually } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

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
