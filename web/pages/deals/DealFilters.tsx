import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { DealsQuery } from '../../api.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { date } from '../../lib/format.ts'
import { SearchInput } from '../../ui/SearchInput.tsx'

export type DealFiltersProps = {
  search: Omit<DealsQuery, 'pipeline' | 'sort'> & { view?: 'board' | 'list' | 'calendar' | undefined }
  onChange: (change: Omit<DealsQuery, 'pipeline' | 'sort'>) => void
}

/** Narrows board, list and calendar alike. */
export function DealFilters({ search, onChange }: DealFiltersProps) {
  return (
    <>
      <SearchInput
        label="Search deals"
        width="13rem"
        value={search.search ?? ''}
        onChange={(text) => onChange({ search: text || undefined })}
      />
      <PersonPicker
        aria-label="Person"
        placeholder="Any person"
        w="10rem"
        value={search.person ?? null}
        onChange={(person) => onChange({ person: person ?? undefined })}
      />
      <CompanyPicker
        aria-label="Company"
        placeholder="Any company"
        w="10rem"
        value={search.company ?? null}
        onChange={(company) => onChange({ company: company ?? undefined })}
      />
      {search.close_from && search.view !== 'calendar' && (
        <Button
          variant="default"
          rightSection={<IconX size={14} aria-hidden />}
          aria-label={`Closing ${closing(search.close_from, search.close_to)}: show all`}
          onClick={() => onChange({ close_from: undefined, close_to: undefined })}
        >
          Closing {closing(search.close_from, search.close_to)}
        </Button>
      )}
    </>
  )
}

function closing(from: string, to: string | undefined): string {
  return to === undefined || to === from ? date(from) : `${date(from)} – ${date(to)}`
}
