import { Select } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { auditColumns } from './audit-columns.tsx'
import { AuditPanel } from './AuditPanel.tsx'
import { subjectNames } from './audit-words.ts'

/** Who changed what and when. */
export function AuditPage() {
  const { entry, ...filter } = useSearch({ from: '/settings/audit' })
  const navigate = useNavigate({ from: '/settings/audit' })
  const list = useList({ key: ['audit', filter], fetch: (page) => api.audit.list(filter, page) })
  const change = (part: Partial<typeof filter> & { entry?: number | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }) })
  const filtered = filter.actor !== undefined || filter.subject_type !== undefined
  return (
    <Page
      title="Audit log"
      description="Every change that people, keys and Kith itself made."
      toolbar={
        <>
          <SearchInput
            label="By whom (exact name)"
            value={filter.actor ?? ''}
            onChange={(actor) => change({ actor: actor || undefined })}
          />
          <Select
            aria-label="Kind"
            placeholder="Anything"
            clearable
            data={Object.entries(subjectNames).map(([value, label]) => ({ value, label }))}
            value={filter.subject_type ?? null}
            onChange={(kind) => change({ subject_type: kind ?? undefined })}
          />
        </>
      }
    >
      <DataTable
        label="Audit log"
        columns={auditColumns}
        list={list}
        rowKey={({ id }) => String(id)}
        onOpen={({ id }) => change({ entry: id })}
        empty={
          <EmptyState
            title={filtered ? 'Nothing matches' : 'Nothing was changed yet'}
            icon={<IconHistory size={22} />}
          >
            {filtered
              ? 'No entry fits this filter.'
              : 'Sign-ins, new keys, changed segments, moved deals: whatever is changed is written down here with who did it.'}
          </EmptyState>
        }
      />
      <AuditPanel
        entry={list.rows.find(({ id }) => id === entry) ?? null}
        onClose={() => change({ entry: undefined })}
      />
    </Page>
  )
}
