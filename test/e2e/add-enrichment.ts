import type { EnrichmentShape } from '../../model/enrichment.ts'
import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** A provider of people made from a ready shape, with its key and switched on; nobody is asked by itself. */
export async function addEnrichment(kith: KithProcess): Promise<void> {
  const { data } = await call<{ data: EnrichmentShape[] }>(kith, 'GET', '/enrichment-shapes')
  const [shape] = data
  if (!shape) throw new Error('There is no ready shape.')
  await call(kith, 'POST', '/enrichment-providers', {
    name: 'Clearview',
    object: shape.object,
    definition: shape.definition,
    secrets: { api_key: 'a-key' },
    enabled: true,
  })
}
