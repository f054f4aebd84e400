import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { sentenceOf } from '../lib/http.ts'
import { EmptyState } from './EmptyState.tsx'

export type ErrorStateProps = {
  error: unknown
  /** What could not be shown: "The people could not be read". */
  title?: string
  again?: () => void
}

/** Says what happened and why, in the place of what should be there, and offers to try again. */
export function ErrorState({ error, title = 'This could not be shown', again }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        title={title}
        icon={<IconAlertTriangle size={22} />}
        action={
          again && (
            <Button variant="default" onClick={again}>
              Try again
            </Button>
          )
        }
      >
        {sentenceOf(error)}
      </EmptyState>
    </div>
  )
}
