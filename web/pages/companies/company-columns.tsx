import { Text } from '@mantine/core'
import type { CompanyRow } from '../../../model/company.ts'
import { companyLabel } from '../../lib/companies.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import classes from './companies.module.css'

/** What each way of sorting companies is called. */
export const companySortNames = {
  '-last_seen': 'Seen last',
  last_seen: 'Not seen for longest',
  '-first_seen': 'Newest first',
  first_seen: 'Oldest first',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
} as const

export function isCompanySort(text: string | undefined): text is keyof typeof companySortNames {
  return text !== undefined && text in companySortNames
}

export const companyColumns: Column<CompanyRow>[] = [
  {
    id: 'company',
    header: 'Name',
    sort: 'name',
    cell: (row) => (
      <span className={classes.company}>
        <Avatar label={companyLabel(row)} seed={row.id} shape="square" />
        <TextLink {...links.company(row.id)} c="inherit" fz="inherit" fw={500} truncate="end">
          {companyLabel(row)}
        </TextLink>
        {row.name && row.name !== row.group_id && (
          <Text span c="dimmed" fz="inherit" truncate="end">
            {row.group_id}
          </Text>
        )}
      </span>
    ),
  },
  { id: 'domain', header: 'Domain', width: '20%', cell: (row) => row.domain ?? '–' },
  { id: 'people', header: 'People', width: '6rem', align: 'right', cell: (row) => number(row.people) },
  {
    id: 'first_seen',
    header: 'First seen',
    sort: 'first_seen',
    width: '9.5rem',
    wideOnly: true,
    cell: (row) => <RelativeTime at={row.first_seen} />,
  },
  {
    id: 'last_seen',
    header: 'Last seen',
    sort: 'last_seen',
    width: '9.5rem',
    cell: (row) => <RelativeTime at={row.last_seen} />,
  },
]
