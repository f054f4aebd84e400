import { Group } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SegmentCompany } from '../../../model/segment-membership.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { CompanyLink } from '../../components/CompanyLink.tsx'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { MemberStates, useMemberState } from './MemberStates.tsx'
import { TakeOffList } from './TakeOffList.tsx'

const company: Column<SegmentCompany>[] = [
  {
    id: 'company',
    header: 'Company',
    cell: ({ company_id, name }) => <CompanyLink company={{ id: company_id, name }} />,
  },
  { id: 'domain', header: 'Domain', cell: (row) => row.domain ?? '–' },
  { id: 'entered', header: 'Entered', width: '10rem', cell: (row) => <RelativeTime at={row.entered_at} /> },
]
const left: Column<SegmentCompany> = {
  id: 'left',
  header: 'Left',
  width: '10rem',
  cell: (row) => <RelativeTime at={row.left_at} />,
}

/** Which companies are in the segment, or were; read again whenever its size changes. */
export function SegmentCompanies({ segment }: { segment: Segment }) {
  const state = useMemberState()
  const navigate = useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const mayChange = useMay()('segments:write') && segment.kind === 'static' && state === 'present'
  const list = useList({
    key: ['segments', 'companies', segment.id, segment.size, state],
    fetch: (page) => api.segments.companies(segment.id, { state }, page),
    keepRows: true,
  })
  const isPast = state === 'past'
  return (
    <section aria-label="Members">
      <Group mb="xs" gap="sm" mih={34}>
        <MemberStates label="Which companies" />
        {mayChange && selected.size > 0 && (
          <TakeOffList segment={segment} ids={[...selected]} onDone={() => setSelected(new Set())} />
        )}
      </Group>
      <DataTable
        label={isPast ? `Companies that left ${segment.name}` : `Companies in ${segment.name}`}
        columns={isPast ? [...company, left] : company}
        list={list}
        rowKey={(row) => `${row.company_id}${row.left_at ?? ''}`}
        onOpen={(row) => void navigate(links.company(row.company_id))}
        {...(mayChange && { selection: { ids: selected, onChange: setSelected } })}
        empty={<NoCompany isPast={isPast} segment={segment} />}
      />
    </section>
  )
}

function NoCompany({ isPast, segment: { kind, state } }: { isPast: boolean; segment: Segment }) {
  const icon = <IconBuilding size={22} />
  if (isPast) {
    return (
      <EmptyState title="No company has left" icon={icon}>
        A company that leaves stands here, with the time from when to when it was in the segment.
      </EmptyState>
    )
  }
  if (kind === 'static') {
    return (
      <EmptyState title="No company is on the list" icon={icon}>
        Put companies on it one by one, or by a file of their domains.
      </EmptyState>
    )
  }
  if (state === 'building') {
    return (
      <EmptyState title="Being built" icon={icon}>
        Companies appear here as soon as everything that happened has been looked through.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No company meets the conditions" icon={icon}>
      One that meets them from now on enters within seconds.
    </EmptyState>
  )
}
