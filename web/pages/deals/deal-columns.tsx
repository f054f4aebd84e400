import { Text } from '@mantine/core'
import type { Deal, DealSort, Stage } from '../../../model/deal.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { StageChip } from '../../components/StageChip.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { date } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { isOverdue } from './deal-facts.ts'

/** What each way of sorting deals is called. */
export const dealSortNames: Record<DealSort, string> = {
  '-updated_at': 'Changed last',
  updated_at: 'Not changed for longest',
  '-amount': 'Largest first',
  amount: 'Smallest first',
  expected_close_on: 'Closing soonest',
  '-expected_close_on': 'Closing latest',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
}

/** The columns of the list of deals; `stageOf` finds a deal's stage. */
export function dealColumns(stageOf: (stageId: string) => Stage | undefined): Column<Deal>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sort: 'name',
      cell: (row) => (
        <Text span inherit fw={500}>
          {row.name}
        </Text>
      ),
    },
    {
      id: 'stage',
      header: 'Stage',
      width: '9rem',
      cell: (row) => <StageChip stage={stageOf(row.stage_id)} />,
    },
    {
      id: 'amount',
      header: 'Amount',
      sort: 'amount',
      align: 'right',
      width: '8rem',
      cell: (row) => <Money amount={row.amount} currency={row.currency} />,
    },
    { id: 'whose', header: 'For', cell: (row) => <Whose deal={row} /> },
    { id: 'owner', header: 'Owner', width: '10rem', wideOnly: true, cell: (row) => row.owner?.name ?? '–' },
    {
      id: 'close',
      header: 'Expected close',
      sort: 'expected_close_on',
      width: '9rem',
      cell: (row) => <Close deal={row} kind={stageOf(row.stage_id)?.kind} />,
    },
    {
      id: 'updated',
      header: 'Changed',
      sort: 'updated_at',
      width: '8rem',
      wideOnly: true,
      cell: (row) => <RelativeTime at={row.updated_at} />,
    },
  ]
}

function Whose({ deal: { company, person } }: { deal: Deal }) {
  if (!company) return person && <PersonLink person={person} />
  return (
    <TextLink {...links.company(company.id)} c="inherit" fz="inherit">
      {companyLabel(company)}
    </TextLink>
  )
}

function Close({ deal, kind }: { deal: Deal; kind: Stage['kind'] | undefined }) {
  if (deal.expected_close_on === null) return '–'
  if (!isOverdue(deal, kind)) return date(deal.expected_close_on)
  return (
    <Text span inherit c="var(--kith-bad)">
      {date(deal.expected_close_on)}, overdue
    </Text>
  )
}
