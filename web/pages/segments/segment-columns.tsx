import type { Segment } from '../../../model/segment.ts'
import { segmentWords, type NameOf } from '../../../model/segment-words.ts'
import { links } from '../../lib/links.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SegmentStateChip } from './SegmentStateChip.tsx'

/** What the list of segments shows; `nameOf` names those that conditions name. */
export const segmentColumns = (nameOf: NameOf): Column<Segment>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <TextLink {...links.segment(row.id)} c="inherit" fz="inherit" fw={500}>
        {row.name}
      </TextLink>
    ),
  },
  {
    id: 'definition',
    header: 'Who',
    wideOnly: true,
    cell: (row) => <span title={segmentWords(row, nameOf)}>{segmentWords(row, nameOf)}</span>,
  },
  { id: 'folder', header: 'Folder', wideOnly: true, width: '7.5rem', cell: (row) => row.folder || '–' },
  { id: 'owner', header: 'Owner', wideOnly: true, width: '7.5rem', cell: (row) => row.owner?.name ?? '–' },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    width: '8.5rem',
    cell: (row) => countedMembers(row.size, row.members),
  },
  { id: 'state', header: 'State', width: '7.5rem', cell: (row) => <SegmentStateChip segment={row} /> },
  { id: 'updated', header: 'Updated', width: '8rem', cell: (row) => <RelativeTime at={row.updated_at} /> },
]
