import { Select, TextInput } from '@mantine/core'
import type { AuditQuery } from '../../api.ts'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { subjectNames } from './audit-words.ts'

const DAY_MS = 86_400_000

export type AuditFiltersProps = { filter: AuditQuery; onChange: (part: AuditQuery) => void }

/** Narrows the audit log by words, by whom, by kind and by days. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  return (
    <>
      <SearchInput
        label="Words: an action, a name, a value"
        value={filter.search ?? ''}
        onChange={(search) => onChange({ search: search || undefined })}
      />
      <SearchInput
        label="By whom (exact name)"
        value={filter.actor ?? ''}
        onChange={(actor) => onChange({ actor: actor || undefined })}
      />
      <Select
        aria-label="Kind"
        placeholder="Anything"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
        data={Object.entries(subjectNames).map(([value, label]) => ({ value, label }))}
        value={filter.subject_type ?? null}
        onChange={(kind) => onChange({ subject_type: kind ?? undefined })}
      />
      <TextInput
        type="date"
        aria-label="From this day"
        value={filter.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label="Up to this day"
        value={filter.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </>
  )
}

/** The filter as the server takes it: whole days of the reader's own time. */
export function queryOf({ from, to, ...filter }: AuditQuery): AuditQuery {
  const midnight = (day: string) => new Date(`${day}T00:00:00`).getTime()
  return {
    ...filter,
    from: from && new Date(midnight(from)).toISOString(),
    to: to && new Date(midnight(to) + DAY_MS).toISOString(),
  }
}
