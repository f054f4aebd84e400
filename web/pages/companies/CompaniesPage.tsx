import { Button } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { api, type CompaniesQuery } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { SortSelect } from '../../ui/SortSelect.tsx'
import { companyColumns, companySortNames, isCompanySort } from './company-columns.tsx'

const route = getRouteApi('/companies')

export function CompaniesPage() {
  const query = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: CompaniesQuery) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const sort = isCompanySort(query.sort) ? query.sort : '-last_seen'
  const asked = { search: query.search, sort }
  const list = useList({
    key: ['companies', 'list', asked],
    fetch: (page) => api.companies.list(asked, page),
    keepRows: true,
  })
  return (
    <Page
      title="Companies"
      toolbar={
        <>
          <SearchInput
            label="Search companies"
            value={query.search ?? ''}
            onChange={(search) => set({ search: search || undefined })}
          />
          <SortSelect value={sort} names={companySortNames} onChange={(chosen) => set({ sort: chosen })} />
        </>
      }
    >
      <DataTable
        label="Companies"
        columns={companyColumns}
        list={list}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(links.company(row.id))}
        sort={{ value: sort, onChange: (chosen) => set({ sort: chosen }) }}
        empty={<NoCompany searched={query.search !== undefined} onClear={() => set({ search: undefined })} />}
      />
    </Page>
  )
}

function NoCompany({ searched, onClear }: { searched: boolean; onClear: () => void }) {
  if (searched) {
    return (
      <EmptyState
        title="No company matches"
        icon={<IconBuilding size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        Search for a part of a company’s name, domain or id.
      </EmptyState>
    )
  }
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
