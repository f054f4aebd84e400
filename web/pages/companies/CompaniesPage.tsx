import { IconBuilding } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { RecordList } from '../../components/lists/RecordList.tsx'
import { links } from '../../lib/links.ts'
import type { ListSearch } from '../../lib/saved-views.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { CompanyPanel } from './CompanyPanel.tsx'

const route = getRouteApi('/companies')
const words = { one: 'company', many: 'companies' }

/** The organisations that people act for, in views. */
export function CompaniesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: ListSearch & { panel?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  return (
    <Page title="Companies">
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
