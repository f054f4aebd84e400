import { Group } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { SegmentMember } from '../../../model/segment-membership.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { MemberStates, useMemberState } from './MemberStates.tsx'
import { TakeOffList } from './TakeOffList.tsx'

const route = getRouteApi('/segments/$id')

const person: Column<SegmentMember>[] = [
  {
    id: 'person',
    header: 'Name',
    cell: ({ person_id, name, email }) => <PersonLink person={{ id: person_id, name, email }} />,
  },
  { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' },
  { id: 'entered', header: 'Entered', width: '10rem', cell: (row) => <RelativeTime at={row.entered_at} /> },
]
const left: Column<SegmentMember> = {
  id: 'left',
  header: 'Left',
  width: '10rem',
  cell: (row) => <RelativeTime at={row.left_at} />,
}

/** Who is in the segment, or was; read again whenever the segment's size changes. From a list people can be taken off. */
export function SegmentMembers({ segment }: { segment: Segment }) {
  const members = useMemberState()
  const navigate = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const mayChange = useMay()('segments:write') && segment.kind === 'static' && members === 'present'
  const list = useList({
    key: ['segments', 'members', segment.id, segment.size, members],
    fetch: (page) => api.segments.members(segment.id, { state: members }, page),
    keepRows: true,
  })
  return (
    <section aria-label="Members">
      <Group mb="xs" gap="sm" mih={34}>
        <MemberStates label="Which people" />
        {mayChange && selected.size > 0 && (
          <TakeOffList segment={segment} ids={[...selected]} onDone={() => setSelected(new Set())} />
        )}
      </Group>
      <DataTable
        label={members === 'past' ? `Who left ${segment.name}` : `Members of ${segment.name}`}
        columns={members === 'past' ? [...person, left] : person}
        list={list}
        rowKey={(row) => `${row.person_id}${row.left_at ?? ''}`}
        onOpen={(row) => void navigate(links.person(row.person_id))}
        {...(mayChange && { selection: { ids: selected, onChange: setSelected } })}
        empty={members === 'past' ? <NobodyLeft /> : <Nobody segment={segment} />}
      />
    </section>
  )
}

function Nobody({ segment: { kind, state } }: { segment: Segment }) {
  if (kind === 'static') {
    return (
      <EmptyState title="Nobody is on the list" icon={<IconUsers size={22} />}>
        Put people on it one by one, by a file of their identifiers, or from the list of people.
      </EmptyState>
    )
  }
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

function NobodyLeft() {
  return (
    <EmptyState title="Nobody has left" icon={<IconUsers size={22} />}>
      Whoever leaves stands here, with the time from when to when they were in it.
    </EmptyState>
  )
}
