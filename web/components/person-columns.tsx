import type { PersonRow } from '../../model/person.ts'
import { PersonLink } from './PersonLink.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'

const person: Column<PersonRow> = {
  id: 'person',
  header: 'Name',
  cell: (row) => <PersonLink person={row} />,
}
const email: Column<PersonRow> = { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' }
const role: Column<PersonRow> = { id: 'role', header: 'Role', cell: (row) => row.company?.role ?? '–' }
const firstSeen: Column<PersonRow> = {
  id: 'first_seen',
  header: 'First seen',
  width: '9.5rem',
  wideOnly: true,
  cell: (row) => <RelativeTime at={row.first_seen} />,
}
const lastSeen: Column<PersonRow> = {
  id: 'last_seen',
  header: 'Last seen',
  width: '9.5rem',
  cell: (row) => <RelativeTime at={row.last_seen} />,
}

/** The columns of a list of people of one company. */
export const colleagueColumns = [person, role, email, firstSeen, lastSeen]
