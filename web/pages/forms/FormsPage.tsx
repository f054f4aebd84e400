import { Button } from '@mantine/core'
import { IconInputCheck, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { formsApi } from '../../api-forms.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { formColumns } from './form-columns.tsx'
import { NewFormDialog } from './NewFormDialog.tsx'

const route = getRouteApi('/forms')

/** Forms on one's own pages, by which visitors say who they are. */
export function FormsPage() {
  const { create } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useList({ key: ['forms', 'list'], fetch: formsApi.list })
  const setCreating = (isOpen: boolean) => void navigate({ search: isOpen ? { create: true } : {} })
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      New form
    </Button>
  )
  return (
    <Page
      title="Forms"
      description="What people write becomes part of their profile, with where they came from, and makes a lead."
      action={add}
    >
      <DataTable
        label="Forms"
        columns={formColumns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate(links.form(id))}
        empty={
          <EmptyState title="No forms yet" icon={<IconInputCheck size={22} />} action={add}>
            Put a form into any page with two lines, or send its link. Kith keeps spam out, records what was
            agreed to, and joins the answer with what the visitor did before.
          </EmptyState>
        }
      />
      {create && <NewFormDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}
