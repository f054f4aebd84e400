import { Button, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { DealSort, Stage } from '../../../model/deal.ts'
import type { DealsQuery } from '../../api.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { date } from '../../lib/format.ts'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { SortSelect } from '../../ui/SortSelect.tsx'
import { dealSortNames } from './deal-columns.tsx'

export type DealFiltersProps = {
  search: Omit<DealsQuery, 'pipeline'> & { view?: 'board' | 'list' | 'calendar' | undefined }
  stages: Stage[]
  onChange: (change: Omit<DealsQuery, 'pipeline'>) => void
}

/** Narrows board and list alike; the stage and the order are the list's own. */
export function DealFilters({ search, stages, onChange }: DealFiltersProps) {
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
      {search.view === 'list' && (
        <>
          <NativeSelect
            aria-label="Stage"
            data={[
              { value: '', label: 'Any stage' },
              ...stages.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={search.stage ?? ''}
            onChange={(event) => onChange({ stage: event.currentTarget.value || undefined })}
          />
          <SortSelect<DealSort>
            value={search.sort ?? '-updated_at'}
            names={dealSortNames}
            onChange={(sort) => onChange({ sort })}
          />
        </>
      )}
    </>
  )
}

function closing(from: string, to: string | undefined): string {
  return to === undefined || to === from ? date(from) : `${date(from)} – ${date(to)}`
}
