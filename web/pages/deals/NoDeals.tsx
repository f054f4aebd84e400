import { Button } from '@mantine/core'
import { IconBriefcase } from '@tabler/icons-react'
import { links } from '../../lib/links.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'

export type NoDealsProps = {
  /** Whether something was asked for: words, a filter, or whom deals are with. */
  isAsked: boolean
  onClear: () => void
  /** Opens the form for a new one; left out for those who may not make any. */
  onCreate: (() => void) | undefined
}

/** In the place of the board or the list when there is nothing on it. */
export function NoDeals({ isAsked, onClear, onCreate }: NoDealsProps) {
  if (isAsked) {
    return (
      <EmptyState
        title="No deal matches"
        icon={<IconBriefcase size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search and filters
          </Button>
        }
      >
        Take a filter away, or search for a part of the deal’s name.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No deals yet"
      icon={<IconBriefcase size={22} />}
      action={onCreate && <Button onClick={onCreate}>New deal</Button>}
      link={<TextLink {...links.newImport()}>Import deals from a file</TextLink>}
    >
      A deal is something that may be sold to a person or a company. On the board it moves from stage to
      stage, and each move stands on their timelines.
    </EmptyState>
  )
}
