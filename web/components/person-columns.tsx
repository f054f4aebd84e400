import type { PersonRow, PersonSort } from '../../model/person.ts'
import { PersonLink } from './PersonLink.tsx'
import { companyLabel } from '../lib/companies.ts'
import { links } from '../lib/links.ts'
import type { Column } from '../ui/DataTable.tsx'
import { TextLink } from '../ui/links.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'

/** What each way of sorting people is called. */
export const personSortNames: Record<PersonSort, string> = {
  '-last_seen': 'Seen last',
  last_seen: 'Not seen for longest',
  '-first_seen': 'Newest first',
  first_seen: 'Oldest first',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
}

const person: Column<PersonRow> = {
  id: 'person',
  header: 'Name',
  sort: 'name',
  cell: (row) => <PersonLink person={row} />,
}
const email: Column<PersonRow> = { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' }
const company: Column<PersonRow> = {
  id: 'company',
  header: 'Company',
  width: '18%',
  cell: ({ company }) =>
    company ? (
      <TextLink {...links.company(company.id)} c="inherit" fz="inherit">
        {companyLabel(company)}
      </TextLink>
    ) : (
      '–'
    ),
}
const firstSeen: Column<PersonRow> = {
  id: 'first_seen',
  header: 'First seen',
  sort: 'first_seen',
  width: '9.5rem',
  wideOnly: true,
  cell: (row) => <RelativeTime at={row.first_seen} />,
}
const lastSeen: Column<PersonRow> = {
  id: 'last_seen',
  header: 'Last seen',
  sort: 'last_seen',
  width: '9.5rem',
  cell: (row) => <RelativeTime at={row.last_seen} />,
}

/** The columns of a list of people. */
export const personColumns = [person, email, company, firstSeen, lastSeen]

/** The columns of a list of people of one company. */
export const colleagueColumns = [person, email, firstSeen, lastSeen]
