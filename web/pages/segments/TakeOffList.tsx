import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Segment } from '../../../model/segment.ts'
import { addToList, removeFromList } from '../../lib/segment-lists.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

export type TakeOffListProps = { segment: Segment; ids: string[]; onDone: () => void }

/** Takes those who are chosen off the list of a static segment, with the way back. */
export function TakeOffList({ segment, ids, onDone }: TakeOffListProps) {
  const [busy, setBusy] = useState(false)
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['segments'] })
  const many = countedMembers(ids.length, segment.members)
  const takeOff = async () => {
    setBusy(true)
    try {
      await removeFromList(segment, ids)
      const putBack = () => void addToList(segment, ids).then(refresh, toastError)
      toastSaved(`${many} taken off the list`, putBack)
      onDone()
      await refresh()
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void takeOff()}>
      Take {many} off the list
    </Button>
  )
}
