import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { RecordList } from '../../components/lists/RecordList.tsx'
import { links } from '../../lib/links.ts'
import type { ListSearch } from '../../lib/saved-views.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { CompanyPanel } from './CompanyPanel.tsx'

const route = getRouteApi('/companies')
const words = { one: 'company', many: 'companies' }
const NewCompanyDialog = lazy(() =>
  import('../../components/edits/NewCompanyDialog.tsx').then((m) => ({ default: m.NewCompanyDialog })),
)

/** The organisations that people act for, in views. */
export function CompaniesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('companies:write')
  const set = (change: ListSearch & { panel?: string | undefined; create?: boolean | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  return (
    <Page
      title="Companies"
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
            New company
          </Button>
        )
      }
    >
      <RecordList
        object="company"
        words={words}
        search={search}
        onSearch={set}
        onOpen={({ id }) => set({ panel: id })}
        empty={<NoCompany />}
      />
      <CompanyPanel
        id={search.panel}
        onClose={() => set({ panel: undefined })}
        onChange={(id) => set({ panel: id })}
      />
      {search.create && mayWrite && (
        <Suspense>
          <NewCompanyDialog
            onClose={() => set({ create: undefined })}
            onCreated={({ id }) => set({ create: undefined, panel: id })}
          />
        </Suspense>
      )}
    </Page>
  )
}

function NoCompany() {
  return (
    <EmptyState
      title="No companies yet"
      icon={<IconBuilding size={22} />}
      action={<ButtonLink {...links.sources()}>Connect a source</ButtonLink>}
      link={<TextLink {...links.newImport()}>Import companies from a file</TextLink>}
    >
      A company appears when a source says with a “group” call which company a person belongs to. Its people,
      deals and history then stand on one page.
    </EmptyState>
  )
}
