import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { blankDraft, type SegmentDraft } from './draft-store.ts'
import { blank, toDraft } from './draft.ts'
import { SegmentForm } from './SegmentForm.tsx'

/** Makes a segment, or changes one when the address names it. */
export function SegmentBuilderPage() {
  const { id } = useParams({ strict: false })
  return id === undefined ? <SegmentForm key="new" id={null} start={blankDraft} /> : <Edit key={id} id={id} />
}

function Edit({ id }: { id: string }) {
  const segment = useQuery({ queryKey: ['segments', 'one', id], queryFn: () => api.segments.get(id) })
  if (segment.data) {
    const { data } = segment
    return <SegmentForm id={id} start={() => draftOf(data)} owner={data.owner} />
  }
  return (
    <RecordState
      query={segment}
      title="Edit segment"
      parent={<TextLink {...links.segments()}>Segments</TextLink>}
      missing="There is no segment at this address"
    />
  )
}

function draftOf({ name, description, folder, owner, members, definition }: Segment): SegmentDraft {
  const root = definition ? toDraft(definition) : blank.root()
  return { name, description, folder, ownerId: owner?.id ?? null, members, root, at: null }
}
