import { IconFileImport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Import } from '../../../model/import.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { stateWords } from './import-words.ts'

const REFRESH_MS = 3_000

const columns: Column<Import>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <TextLink {...links.import(row.id)} c="inherit" fz="inherit" fw={500} truncate="end">
        {row.files.length > 1 ? `${row.name} and ${row.files.length - 1} more` : row.name}
      </TextLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: ({ state }) => <Chip tone={stateWords[state].tone}>{stateWords[state].label}</Chip>,
  },
  {
    id: 'created',
    header: 'Created',
    width: '5.5rem',
    align: 'right',
    cell: ({ result }) => (result ? number(result.created) : '–'),
  },
  {
    id: 'updated',
    header: 'Updated',
    width: '5.5rem',
    align: 'right',
    cell: ({ result }) => (result ? number(result.updated) : '–'),
  },
  {
    id: 'rejected',
    header: 'Rejected',
    width: '5.5rem',
    align: 'right',
    wideOnly: true,
    cell: ({ result }) => (result ? number(result.rejected) : '–'),
  },
  { id: 'by', header: 'By', width: '9rem', wideOnly: true, cell: ({ actor_name }) => actor_name },
  { id: 'at', header: 'When', width: '8rem', cell: ({ created_at }) => <RelativeTime at={created_at} /> },
]

/** Every file that was imported, with the way to undo it. */
export function ImportsPage() {
  const navigate = useNavigate()
  const mayWrite = useMay()('imports:write')
  const list = useList({ key: ['imports', 'list'], fetch: api.imports.list, refetchInterval: REFRESH_MS })
  const start = mayWrite && <ButtonLink {...links.newImport()}>Import a file</ButtonLink>
  return (
    <Page
      title="Imports"
      description="Files and API calls that became people, companies and deals. Each can be undone."
      note={list.rows.length > 0 && !list.hasMore ? counted(list.rows.length, 'import') : undefined}
      action={start}
    >
      <DataTable
        label="Imports"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate(links.import(id))}
        empty={
          <EmptyState title="Nothing was imported yet" icon={<IconFileImport size={22} />} action={start}>
            Bring people, companies and deals along from a CSV, Excel or vCard file. Exports of HubSpot,
            Salesforce, Pipedrive, Outlook, Google and LinkedIn are recognised. Nothing is written before you
            have seen what would happen, and the whole import can be undone.
          </EmptyState>
        }
      />
    </Page>
  )
}
