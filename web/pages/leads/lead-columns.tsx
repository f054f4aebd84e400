import { Text } from '@mantine/core'
import type { Lead } from '../../../model/lead.ts'
import type { LeadStatus } from '../../../model/lead-status.ts'
import { scoreWords } from '../../lib/computed-value.ts'
import { scoreTitle, toneOf, type Score } from '../../lib/scores.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Chip } from '../../ui/Chip.tsx'

export const statusNames: Record<LeadStatus, string> = {
  new: 'New',
  working: 'Working',
  qualified: 'Qualified',
  disqualified: 'Disqualified',
}

const tones = { new: 'accent', working: 'soon', qualified: 'good', disqualified: 'neutral' } as const

function LeadStatusChip({ status }: { status: LeadStatus }) {
  return <Chip tone={tones[status]}>{statusNames[status]}</Chip>
}

/** The columns of the list of leads, with a computed score of their people where there is one. */
export function leadColumns(score: Score | undefined): Column<Lead>[] {
  return columns.flatMap((column) =>
    column.id === 'score' && score ? [scoreColumn(score), { ...column, header: 'By hand' }] : [column],
  )
}

function scoreColumn(score: Score): Column<Lead> {
  return {
    id: 'person_score',
    header: scoreTitle(score),
    width: '9rem',
    sort: 'person_score',
    cell: ({ person_score: value }) =>
      value === null ? '–' : <Chip tone={toneOf(score.bands, value)}>{scoreWords(score.bands, value)}</Chip>,
  }
}

const columns: Column<Lead>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <Text span inherit fw={500}>
        {row.name}
      </Text>
    ),
  },
  { id: 'status', header: 'Status', width: '8rem', cell: (row) => <LeadStatusChip status={row.status} /> },
  { id: 'company', header: 'Company', cell: (row) => row.company?.name ?? (row.company_name || '–') },
  { id: 'email', header: 'E-mail', wideOnly: true, cell: (row) => row.email || '–' },
  { id: 'source', header: 'Source', width: '8rem', wideOnly: true, cell: (row) => row.source || '–' },
  { id: 'score', header: 'Score', align: 'right', width: '5rem', cell: (row) => row.score ?? '–' },
  { id: 'owner', header: 'Owner', width: '9rem', wideOnly: true, cell: (row) => row.owner?.name ?? '–' },
  { id: 'updated', header: 'Changed', width: '8rem', cell: (row) => <RelativeTime at={row.updated_at} /> },
]
