import type {
  EnrichedObject,
  EnrichmentLookup,
  EnrichmentPreview,
  EnrichmentProvider,
  EnrichmentProviderChange,
  EnrichmentProviderInput,
  EnrichmentRun,
  EnrichmentShape,
  EnrichmentTrial,
  LookupState,
  RecordEnrichment,
} from '../model/enrichment.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, remove, removing } from './lib/http.ts'

const path = '/enrichment-providers'
const paths: Record<EnrichedObject, string> = { person: 'people', company: 'companies' }

/** Services elsewhere that are asked about people and companies. */
export const enrichmentApi = {
  shapes: () => list<EnrichmentShape>('/enrichment-shapes'),
  list: () => list<EnrichmentProvider>(path),
  get: (id: string) => get<EnrichmentProvider>(`${path}/${id}`),
  create: (input: EnrichmentProviderInput) => post<EnrichmentProvider>(path, input),
  change: (id: string, change: EnrichmentProviderChange) =>
    patch<EnrichmentProvider>(`${path}/${id}`, change),
  remove: (id: string) => remove(`${path}/${id}`),
  restore: (id: string) => post<void>(`${path}/${id}/restoration`),
  try: (id: string, input: { record_id: string; send: boolean }) =>
    post<EnrichmentTrial>(`${path}/${id}/try`, input),
  runs: (id: string) => list<EnrichmentRun>(`${path}/${id}/runs`),
  preview: (id: string, segment: string | null) =>
    post<EnrichmentPreview>(`${path}/${id}/runs/preview`, { segment_id: segment }),
  run: (id: string, segment: string | null) =>
    post<EnrichmentRun>(`${path}/${id}/runs`, { segment_id: segment }),
  stop: (run: string) => removing<EnrichmentRun>(`/enrichment-runs/${run}`),
  lookups: (query: { provider?: string | undefined; state?: LookupState | undefined }, page: PageRequest) =>
    list<EnrichmentLookup>('/enrichment-lookups', { ...query, ...page }),
  of: (object: EnrichedObject, id: string) => get<RecordEnrichment>(`/${paths[object]}/${id}/enrichment`),
  ask: (object: EnrichedObject, id: string, input: { provider_id: string; again: boolean }) =>
    post<RecordEnrichment>(`/${paths[object]}/${id}/enrichment`, input),
}
