import { Button, Group } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ListFileDialog } from './ListFileDialog.tsx'
import classes from './segment.module.css'

/** Puts people on the list of a static segment: one by one, or by a file. */
export function ListEditor({ segment }: { segment: Segment }) {
  const [opened, setOpened] = useState(false)
  const client = useQueryClient()
  const may = useMay()
  if (segment.kind !== 'static' || !may('segments:write')) return null
  const refresh = () => client.invalidateQueries({ queryKey: ['segments'] })
  const add = async (id: string | null) => {
    if (id === null) return
    try {
      const { changed } = await api.segments.addToList(segment.id, { people: [id] })
      const takeOff = () =>
        void api.segments.removeFromList(segment.id, { people: [id] }).then(refresh, toastError)
      if (changed > 0) toastSaved('Put on the list', takeOff)
      else toastSaved('Is on the list already')
      await refresh()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Group gap="xs" className={classes.listEditor}>
      <PersonPicker
        aria-label="Person to put on the list"
        placeholder="Put a person on the list"
        value={null}
        onChange={(id) => void add(id)}
        w="min(100%, 24rem)"
      />
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        From a file
      </Button>
      {opened && <ListFileDialog segment={segment} onClose={() => setOpened(false)} />}
    </Group>
  )
}
