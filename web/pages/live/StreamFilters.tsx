import { SegmentedControl, Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { LiveEvent } from '../../../model/source.ts'
import { SearchInput } from '../../ui/SearchInput.tsx'

const outcomes = [
  { value: 'all', label: 'All' },
  { value: 'stored', label: 'Stored' },
  { value: 'dropped', label: 'Dropped' },
]

/** Filters of the stream, kept in the address. The choices are the sources and types seen so far. */
export function StreamFilters({ events }: { events: LiveEvent[] }) {
  const filter = useSearch({ from: '/live' })
  const navigate = useNavigate({ from: '/live' })
  const change = (part: Partial<typeof filter>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  return (
    <>
      <SearchInput
        label="Search the stream"
        width="14rem"
        value={filter.search ?? ''}
        onChange={(search) => change({ search: search || undefined })}
      />
      <Select
        aria-label="Source"
        placeholder="Any source"
        clearable
        w="11rem"
        data={namesOf(
          events.map(({ source }) => source),
          filter.source,
        )}
        value={filter.source ?? null}
        onChange={(source) => change({ source: source ?? undefined })}
      />
      <Select
        aria-label="Type"
        placeholder="Any type"
        clearable
        w="9rem"
        data={namesOf(
          events.map(({ type }) => type),
          filter.type,
        )}
        value={filter.type ?? null}
        onChange={(type) => change({ type: type ?? undefined })}
      />
      <SegmentedControl
        aria-label="Outcome"
        size="xs"
        data={outcomes}
        value={filter.outcome ?? 'all'}
        onChange={(value) =>
          change({ outcome: value === 'stored' || value === 'dropped' ? value : undefined })
        }
      />
    </>
  )
}

const namesOf = (seen: string[], chosen: string | undefined) =>
  [...new Set(chosen ? [chosen, ...seen] : seen)].filter(Boolean).sort((a, b) => a.localeCompare(b))
