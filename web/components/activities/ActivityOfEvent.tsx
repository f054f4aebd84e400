import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { JsonObject } from '../../../model/json.ts'
import { colleaguesQuery } from '../../lib/activities.ts'
import { useMay } from '../../lib/session.ts'
import { NoteText } from './NoteText.tsx'

export type ActivityOfEventProps = { properties: JsonObject; onOpen: ((id: string) => void) | undefined }

/** What was written about an activity, under the event that tells of it, and the way to the activity. */
export function ActivityOfEvent({ properties, onOpen }: ActivityOfEventProps) {
  const { activity_id: id, text } = properties
  if (typeof id !== 'string') return null
  return (
    <>
      {typeof text === 'string' && <Text text={text} />}
      {onOpen && (
        <Button variant="subtle" size="compact-xs" px={0} onClick={() => onOpen(id)}>
          Open
        </Button>
      )}
    </>
  )
}

function Text({ text }: { text: string }) {
  const enabled = useMay()('users:read') && text.includes('@')
  const { data = [] } = useQuery({ ...colleaguesQuery, enabled })
  return <NoteText text={text} mentions={data} />
}
