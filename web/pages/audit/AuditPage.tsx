import { IconHistory } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { auditColumns } from './audit-columns.tsx'
import { AuditFilters, queryOf } from './AuditFilters.tsx'
import { AuditPanel } from './AuditPanel.tsx'

/** Who changed what and when. */
export function AuditPage() {
  const { entry, ...filter } = useSearch({ from: '/settings/audit' })
  const navigate = useNavigate({ from: '/settings/audit' })
  const list = useList({
    key: ['audit', filter],
    fetch: (page) => api.audit.list(queryOf(filter), page),
    keepRows: true,
  })
  const change = (part: Partial<typeof filter> & { entry?: number | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }) })
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Page
      title="Audit log"
      description="Every change that people, keys and Kith itself made, with what was before."
      toolbar={<AuditFilters filter={filter} onChange={change} />}
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
