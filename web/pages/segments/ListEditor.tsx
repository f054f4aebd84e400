import { Button, Group } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { addToList, removeFromList } from '../../lib/segment-lists.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ListFileDialog } from './ListFileDialog.tsx'
import classes from './segment.module.css'

/** Puts people, or companies, on the list of a static segment: one by one, or by a file. */
export function ListEditor({ segment }: { segment: Segment }) {
  const [opened, setOpened] = useState(false)
  const client = useQueryClient()
  const may = useMay()
  if (segment.kind !== 'static' || !may('segments:write')) return null
  const Picker = segment.members === 'companies' ? CompanyPicker : PersonPicker
  const refresh = () => client.invalidateQueries({ queryKey: ['segments'] })
  const add = async (id: string | null) => {
    if (id === null) return
    try {
      const { changed } = await addToList(segment, [id])
      const takeOff = () => void removeFromList(segment, [id]).then(refresh, toastError)
      if (changed > 0) toastSaved('Put on the list', takeOff)
      else toastSaved('Is on the list already')
      await refresh()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Group gap="xs" className={classes.listEditor}>
      <Picker
        aria-label={`${segment.members === 'companies' ? 'Company' : 'Person'} to put on the list`}
        placeholder={`Put a ${segment.members === 'companies' ? 'company' : 'person'} on the list`}
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
