import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SegmentSuggestions } from '../../model/segment.ts'
import { api } from '../api.ts'

const FRESH_MS = 60_000
const none: SegmentSuggestions = { events: [], properties: [], traits: [] }

/** Names of events and traits seen in real data, and of the properties of this event; empty until they have arrived. */
export function useSuggestions(event?: string): SegmentSuggestions {
  const { data } = useQuery({
    queryKey: ['segments', 'suggestions', event ?? null],
    queryFn: () => api.segments.suggestions(event),
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  })
  return data ?? none
}
