import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { StepThrough } from '../../components/StepThrough.tsx'
import { ApiError } from '../../lib/http.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { DealDetails } from './DealDetails.tsx'

export type DealPanelProps = {
  id: string | undefined
  onClose: () => void
  /** Goes to another deal of those that are shown. */
  onChange: (id: string) => void
  onActivity: (id: string) => void
}

/** One deal beside the board or the list; the address names it. */
export function DealPanel({ id, onClose, onChange, onActivity }: DealPanelProps) {
  const deal = useQuery({
    queryKey: ['deals', 'one', id],
    queryFn: () => api.deals.get(id ?? ''),
    enabled: id !== undefined,
  })
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={deal.data?.name ?? 'Deal'}>
      {id !== undefined && <StepThrough id={id} cache={['deals']} one="deal" onChange={onChange} />}
      {deal.data && (
        <DealDetails key={deal.data.id} deal={deal.data} onDeleted={onClose} onActivity={onActivity} />
      )}
      {deal.isLoading && <LinesSkeleton lines={8} />}
      {deal.error && !deal.data && <Missing error={deal.error} again={() => void deal.refetch()} />}
    </SidePanel>
  )
}

function Missing({ error, again }: { error: Error; again: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState title="There is no such deal">
        It may have been deleted, or the address may be mistyped.
      </EmptyState>
    )
  }
  return <ErrorState error={error} again={again} />
}
