import type { ReactNode } from 'react'
import { ApiError } from '../lib/http.ts'
import { EmptyState } from './EmptyState.tsx'
import { ErrorState } from './ErrorState.tsx'
import { Page } from './Page.tsx'
import { BlockSkeleton, LinesSkeleton } from './Skeletons.tsx'

export type RecordStateProps = {
  query: { error: unknown; refetch: () => unknown }
  title: string
  parent: ReactNode
  /** The heading when there is no such record (any more). */
  missing: string
}

/** In the place of a record that is not there: on its way, unknown, or not to be read. */
export function RecordState({ query, title, parent, missing }: RecordStateProps) {
  return (
    <Page title={title} parent={parent}>
      <State query={query} missing={missing} />
    </Page>
  )
}

function State({ query, missing }: Pick<RecordStateProps, 'query' | 'missing'>) {
  if (!query.error) {
    return (
      <>
        <LinesSkeleton lines={3} />
        <BlockSkeleton height="20rem" />
      </>
    )
  }
  if (query.error instanceof ApiError && query.error.status === 404) {
    return <EmptyState title={missing}>It may have been deleted, or the address may be mistyped.</EmptyState>
  }
  return <ErrorState error={query.error} again={() => void query.refetch()} />
}
