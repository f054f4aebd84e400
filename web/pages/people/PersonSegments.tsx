import { ActionIcon } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { SegmentStay } from '../../../model/segment-membership.ts'
import { api } from '../../api.ts'
import { AddToList } from '../../components/AddToList.tsx'
import { SegmentStays } from '../../components/SegmentStays.tsx'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

const ROWS = 20
const REFRESH_MS = 5_000

/** In which segments a person is, since when and why, and in which they were. */
export function PersonSegments({ id }: { id: string }) {
  const list = useList({
    key: ['people', 'segments', id],
    fetch: (page) => api.people.segments(id, page),
    limit: ROWS,
    refetchInterval: REFRESH_MS,
  })
  const present = list.rows.filter((stay) => stay.left_at === null)
  return (
    <SegmentStays
      list={list}
      of={id}
      action={
        <AddToList people={[id]} except={present.map(({ segment }) => segment.id)} position="bottom-end">
          <ActionIcon variant="subtle" color="gray" aria-label="Put on a list">
            <IconPlus size={16} />
          </ActionIcon>
        </AddToList>
      }
      renderEnd={({ segment }) => segment.kind === 'static' && <TakeOff person={id} segment={segment} />}
    />
  )
}

function TakeOff({ person, segment }: { person: string; segment: SegmentStay['segment'] }) {
  const may = useMay()
  const client = useQueryClient()
  if (!may('segments:write')) return null
  const people = [person]
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] })
  const takeOff = async () => {
    try {
      await api.segments.removeFromList(segment.id, { people })
      const putBack = () => void api.segments.addToList(segment.id, { people }).then(refresh, toastError)
      toastSaved(`Taken off ${segment.name}`, putBack)
      await refresh()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Take off ${segment.name}`}
      onClick={() => void takeOff()}
    >
      <IconX size={14} />
    </ActionIcon>
  )
}
