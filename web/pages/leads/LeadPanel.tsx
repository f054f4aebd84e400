import { useQuery } from '@tanstack/react-query'
import { salesApi } from '../../api-sales.ts'
import { ApiError } from '../../lib/http.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { LeadDetails } from './LeadDetails.tsx'

export type LeadPanelProps = { id: string | undefined; onClose: () => void; onActivity: (id: string) => void }

/** One lead beside the list; the address names it. */
export function LeadPanel({ id, onClose, onActivity }: LeadPanelProps) {
  const lead = useQuery({
    queryKey: ['leads', 'one', id],
    queryFn: () => salesApi.leads.get(id ?? ''),
    enabled: id !== undefined,
  })
  const isMissing = lead.error instanceof ApiError && lead.error.status === 404
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={lead.data?.name ?? 'Lead'}>
      {lead.data && (
        <LeadDetails key={lead.data.id} lead={lead.data} onDeleted={onClose} onActivity={onActivity} />
      )}
      {lead.isLoading && <LinesSkeleton lines={8} />}
      {isMissing && (
        <EmptyState title="There is no such lead">
          It may have been deleted, or the address may be mistyped.
        </EmptyState>
      )}
      {lead.error && !lead.data && !isMissing && (
        <ErrorState error={lead.error} again={() => void lead.refetch()} />
      )}
    </SidePanel>
  )
}
