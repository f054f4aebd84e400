import { useQueryClient } from '@tanstack/react-query'
import type { BulkInput } from '../../../model/bulk-change.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { PutOnList } from '../../components/PutOnList.tsx'
import { countedMembers } from '../../lib/segment-members.ts'

/** Puts everybody in a segment on a list, or takes them off; how far that is stands on the segment's page. */
export function ListPeople({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const client = useQueryClient()
  const start = async (change: BulkInput['change']) => {
    const filter = {
      match: 'all' as const,
      conditions: [{ field: 'segment_id', operator: 'is' as const, value: segment.id }],
    }
    await api.lists.changeMany('people', { selection: { filter }, change })
    await client.invalidateQueries({ queryKey: ['bulk-changes'] })
    onClose()
  }
  return <PutOnList words={countedMembers(segment.size, segment.members)} onStart={start} onClose={onClose} />
}
