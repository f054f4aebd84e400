import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Vocabulary } from '../../../model/segment-text/reader.ts'
import { colleaguesQuery } from '../../lib/activities.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { useSuggestions } from '../../lib/suggestions.ts'

/** The names that a sentence may say, from real data; fewer until all have arrived. */
export function useVocabulary(): Vocabulary {
  const { events, traits, company_traits } = useSuggestions()
  const { data } = useQuery(segmentChoicesQuery)
  const { data: users } = useQuery(colleaguesQuery)
  return useMemo(
    () => ({
      events: events.map(({ name }) => name),
      traits,
      companyTraits: company_traits,
      segments: (data ?? []).map(({ value, label }) => ({ id: value, name: label })),
      users: (users ?? []).map(({ id, name }) => ({ id, name })),
    }),
    [events, traits, company_traits, data, users],
  )
}
