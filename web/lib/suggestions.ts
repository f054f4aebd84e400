import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SegmentSuggestions, SuggestionsQuery } from '../../model/segment.ts'
import { api } from '../api.ts'

const FRESH_MS = 60_000
const none: SegmentSuggestions = { events: [], properties: [], traits: [], company_traits: [], values: [] }

/** Names of events and traits seen in real data, and of the properties of this event; empty until they have arrived. */
export function useSuggestions(event?: string): SegmentSuggestions {
  const { data } = useQuery({
    queryKey: ['segments', 'suggestions', event ?? null],
    queryFn: () => api.segments.suggestions({ event }),
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  })
  return data ?? none
}

/** What a field is of whose values are suggested. */
export type ValuesOf = Pick<SuggestionsQuery, 'event'> & { of: NonNullable<SuggestionsQuery['of']> }

/** Values of a field seen in real data, most frequent first; empty until they have arrived. */
export function useSuggestedValues({ of, event }: ValuesOf, field: string): SegmentSuggestions['values'] {
  const name = field.trim()
  const { data } = useQuery({
    queryKey: ['segments', 'suggestions', 'values', of, event ?? null, name],
    queryFn: () => api.segments.suggestions({ of, event: event || undefined, field: name }),
    enabled: name !== '',
    staleTime: FRESH_MS,
  })
  return data?.values ?? []
}
