import { IconUsers } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Segment, SegmentMember } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

const columns: Column<SegmentMember>[] = [
  {
    id: 'person',
    header: 'Name',
    cell: ({ person_id, name, email }) => <PersonLink person={{ id: person_id, name, email }} />,
  },
  { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' },
  { id: 'entered', header: 'Entered', width: '10rem', cell: (row) => <RelativeTime at={row.entered_at} /> },
]

/** Who is in the segment, latest first; read again whenever the segment's size changes. */
export function SegmentMembers({ segment }: { segment: Segment }) {
  const navigate = useNavigate()
  const list = useList({
    key: ['segments', 'members', segment.id, segment.size],
    fetch: (page) => api.segments.members(segment.id, page),
    keepRows: true,
  })
  return (
    <DataTable
      label={`Members of ${segment.name}`}
      columns={columns}
      list={list}
      rowKey={(row) => row.person_id}
      onOpen={(row) => void navigate(links.person(row.person_id))}
      empty={<Nobody state={segment.state} />}
    />
  )
}

function Nobody({ state }: Pick<Segment, 'state'>) {
  if (state === 'building') {
    return (
      <EmptyState title="Being built" icon={<IconUsers size={22} />}>
        People appear here as soon as everything that happened has been looked through.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="Nobody meets the conditions" icon={<IconUsers size={22} />}>
      Whoever meets them from now on enters within seconds.
    </EmptyState>
  )
}
