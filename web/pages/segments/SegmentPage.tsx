import { Button, Text } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { segmentSentence } from '../../../model/segment-words.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useSegmentNames } from '../../lib/segment-choices.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SegmentMembers } from './SegmentMembers.tsx'
import { SegmentStateChip } from './SegmentStateChip.tsx'
import { Why } from './Why.tsx'
import classes from './segment.module.css'

const route = getRouteApi('/segments/$id')
const REFRESH_MS = 3_000

export function SegmentPage() {
  const { id } = route.useParams()
  const segment = useQuery({
    queryKey: ['segments', 'one', id],
    queryFn: () => api.segments.get(id),
    refetchInterval: REFRESH_MS,
  })
  const nameOf = useSegmentNames()
  const parent = <TextLink {...links.segments()}>Segments</TextLink>
  if (!segment.data) {
    return (
      <RecordState
        query={segment}
        title="Segment"
        parent={parent}
        missing="There is no segment at this address"
      />
    )
  }
  const { data } = segment
  return (
    <Page
      title={data.name}
      note={<SegmentStateChip segment={data} />}
      parent={parent}
      action={<Actions segment={data} />}
      description={data.description}
    >
      <p className={classes.sentence}>{segmentSentence(data.definition, nameOf)}</p>
      <State segment={data} />
      <Why segment={data} />
      <SegmentMembers key={id} segment={data} />
    </Page>
  )
}

function State({ segment }: { segment: Segment }) {
  return (
    <div className={classes.state}>
      <strong className={classes.size}>{counted(segment.size, 'person', 'people')}</strong>
      {segment.error ? (
        <Text size="sm" c="var(--kith-bad)" role="alert">
          It could not be evaluated: {segment.error}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {segment.state === 'building'
            ? 'Being built: looking through everything that ever happened.'
            : 'Follows what happens.'}{' '}
          {segment.evaluated_at && (
            <>
              Evaluated <RelativeTime at={segment.evaluated_at} />.
            </>
          )}
        </Text>
      )}
    </div>
  )
}

function Actions({ segment }: { segment: Segment }) {
  const [deleting, setDeleting] = useState(false)
  const client = useQueryClient()
  const navigate = route.useNavigate()
  const may = useMay()
  if (!may('segments:write')) return null
  const remove = async () => {
    await api.segments.remove(segment.id)
    toastSaved(`Segment ${segment.name} deleted`)
    await navigate(links.segments())
    client.removeQueries({ queryKey: ['segments', 'one', segment.id] })
    await client.invalidateQueries({ queryKey: ['segments'] })
  }
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setDeleting(true)}
      >
        Delete
      </Button>
      <ButtonLink {...links.editSegment(segment.id)} leftSection={<IconPencil size={16} aria-hidden />}>
        Edit
      </ButtonLink>
      <ConfirmDialog
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={`Delete the segment ${segment.name}?`}
        verb="Delete"
        onConfirm={remove}
      >
        Its {counted(segment.size, 'person stays', 'people stay')}, but who was in it and since when is
        forgotten, and destinations hear no more of it. This cannot be undone.
      </ConfirmDialog>
    </>
  )
}
