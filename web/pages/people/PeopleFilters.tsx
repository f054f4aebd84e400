import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PeopleQuery } from '../../api.ts'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { TraitFilters } from './TraitFilters.tsx'

export type PeopleFiltersProps = { query: PeopleQuery; onChange: (change: PeopleQuery) => void }

/** Narrows the list of people: to a segment, to a company, by traits. */
export function PeopleFilters({ query, onChange }: PeopleFiltersProps) {
  const segments = useQuery(segmentChoicesQuery)
  return (
    <>
      <Select
        aria-label="Segment"
        placeholder="Any segment"
        searchable
        clearable
        data={segments.data ?? []}
        value={query.segment ?? null}
        onChange={(segment) => onChange({ segment: segment ?? undefined })}
        nothingFoundMessage={
          segments.data?.length === 0 ? 'There are no segments yet.' : 'No segment is called so.'
        }
        w="10rem"
      />
      <CompanyPicker
        aria-label="Company"
        placeholder="Any company"
        value={query.company ?? null}
        onChange={(company) => onChange({ company: company ?? undefined })}
        w="10rem"
      />
      <TraitFilters
        filters={query.filter ?? []}
        onChange={(filter) => onChange({ filter: filter.length > 0 ? filter : undefined })}
      />
    </>
  )
}
