import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { segmentDefinition, type SegmentDefinition } from '../../../model/segment.ts'
import { api } from '../../api.ts'

const EDITING_MS = 350

/** Who matches, asked again when editing pauses. The last answer stays while the next is on its way or cannot be asked for. */
export function usePreview(definition: SegmentDefinition | null, segment: string | null) {
  const now = definition ? JSON.stringify(definition) : null
  const [asked] = useDebouncedValue(now, EDITING_MS)
  const query = useQuery({
    queryKey: ['segments', 'preview', asked, segment],
    queryFn: ({ signal }) =>
      api.segments.preview(segmentDefinition.parse(JSON.parse(asked ?? '')), segment, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  })
  return { ...query, isBehind: query.isPlaceholderData || query.isFetching || now !== asked }
}
