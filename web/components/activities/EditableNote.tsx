import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Activity } from '../../../model/activity.ts'
import classes from './activities.module.css'
import { MentionArea } from './MentionArea.tsx'
import { NoteText } from './NoteText.tsx'

export type EditableNoteProps = {
  activity: Pick<Activity, 'body' | 'mentions'>
  onSave: (body: string) => void
}

/** The text of an activity as it reads; "Edit" turns it into a field. */
export function EditableNote({ activity, onSave }: EditableNoteProps) {
  const [typed, setTyped] = useState<string | null>(null)
  if (typed === null) {
    return (
      <div>
        {activity.body !== '' && (
          <div className={classes.note}>
            <NoteText text={activity.body} mentions={activity.mentions} />
          </div>
        )}
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setTyped(activity.body)}>
          {activity.body === '' ? 'Add a note' : 'Edit the note'}
        </Button>
      </div>
    )
  }
  const save = () => {
    if (typed !== activity.body) onSave(typed)
    setTyped(null)
  }
  return (
    <div>
      <MentionArea label="Note" minRows={4} autoFocus value={typed} onChange={setTyped} onSubmit={save} />
      <Group gap="xs" mt="xs" justify="flex-end">
        <Button variant="default" onClick={() => setTyped(null)}>
          Cancel
        </Button>
        <Button onClick={save}>Save the note</Button>
      </Group>
    </div>
  )
}
