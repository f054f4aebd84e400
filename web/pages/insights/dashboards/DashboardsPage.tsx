import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconLayoutDashboard } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { dashboardTemplates } from '../../../../model/dashboard-templates.ts'
import { dashboardsApi } from '../../../api-dashboards.ts'
import { links } from '../../../lib/links.ts'
import { wholeList } from '../../../lib/queries.ts'
import { useSession } from '../../../lib/session.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Page } from '../../../ui/Page.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import classes from './dashboards.module.css'
import { sharedWith } from './sharing-words.ts'
import { useNewDashboard } from './use-new-dashboard.ts'

/** The dashboards that the reader gets to see. */
export function DashboardsPage() {
  const navigate = useNavigate()
  const reader = useSession().user?.id ?? ''
  const query = useQuery({ queryKey: ['dashboards'], queryFn: dashboardsApi.list })
  const rows = query.data?.data
  return (
    <Page title="Dashboards" action={rows && rows.length > 0 && <NewDashboard />}>
      <DataTable
        label="Dashboards"
        columns={columnsFor(reader)}
        list={wholeList(query, rows)}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(links.dashboard(row.id))}
        empty={<NoDashboard />}
      />
    </Page>
  )
}

function columnsFor(reader: string): Column<Dashboard>[] {
  return [
    { id: 'name', header: 'Name', cell: (row) => row.name },
    { id: 'cards', header: 'Cards', align: 'right', width: '5rem', cell: (row) => row.cards.length },
    { id: 'sharing', header: 'Who sees it', width: '16rem', cell: (row) => sharedWith(row, reader) },
    {
      id: 'changed',
      header: 'Changed',
      width: '9rem',
      wideOnly: true,
      cell: (row) => <RelativeTime at={row.updated_at} />,
    },
  ]
}

function NewDashboard() {
  const { create, isPending } = useNewDashboard()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button loading={isPending} rightSection={<IconChevronDown size={14} aria-hidden />}>
          New dashboard
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {dashboardTemplates.map((template) => (
          <Menu.Item key={template.name} onClick={() => create(template)}>
            {template.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function NoDashboard() {
  const { create, isPending } = useNewDashboard()
  return (
    <EmptyState
      title="No dashboards yet"
      icon={<IconLayoutDashboard size={22} />}
      action={
        <ul className={classes.templates}>
          {dashboardTemplates.map((template) => (
            <li key={template.name}>
              <Button
                variant={template.cards.length > 0 ? 'filled' : 'default'}
                disabled={isPending}
                onClick={() => create(template)}
              >
                {template.cards.length > 0 ? `Start from ${template.name}` : 'Start empty'}
              </Button>
              <p>{template.explains}</p>
            </li>
          ))}
        </ul>
      }
    >
      A dashboard shows the numbers that you look at again and again, for you, your team or everybody, and can
      come by mail.
    </EmptyState>
  )
}
