import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { computedDefinition, type ComputedDefinition } from '../../../../model/computed-trait.ts'
import { api } from '../../../api.ts'
import { useMay } from '../../../lib/session.ts'

const EDITING_MS = 350

/** What a definition would give now, asked again when editing pauses. */
export function useComputedPreview(definition: ComputedDefinition | null) {
  const mayReadPeople = useMay()('people:read')
  const now = definition ? JSON.stringify(definition) : null
  const [asked] = useDebouncedValue(now, EDITING_MS)
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['computed-traits', 'preview', asked],
    queryFn: ({ signal }) =>
      api.computedTraits.preview(computedDefinition.parse(JSON.parse(asked ?? '')), signal),
    enabled: asked !== null && mayReadPeople,
    placeholderData: keepPreviousData,
  })
  return { preview: data, error, isBehind: isPlaceholderData || isFetching || now !== asked }
}
