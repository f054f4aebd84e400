import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BehindCard } from '../../../../model/dashboard-data.ts'
import { links } from '../../../lib/links.ts'
import { TextLink } from '../../../ui/links.tsx'
import insights from '../insights.module.css'
import type { DealsQuery } from './CardGrid.tsx'

export type BehindProps = {
  behind: BehindCard | null
  /** What the number is, for who does not see where it stands. */
  label: string
  onOpenDeals: (query: DealsQuery) => void
  children: ReactNode
}

/** A number that opens what is behind it; a plain one where nothing is. */
export function Behind({ behind, label, onOpenDeals, children }: BehindProps) {
  if (behind === null) return <>{children}</>
  if (behind.to === 'deals') {
    return (
      <button type="button" className={insights.number} onClick={() => onOpenDeals(behind.query)}>
        {children}
        <VisuallyHidden>, {label}: show the deals</VisuallyHidden>
      </button>
    )
  }
  return (
    <TextLink {...linkOf(behind)} c="inherit" underline="always">
      {children}
      <VisuallyHidden>, {label}</VisuallyHidden>
    </TextLink>
  )
}

function linkOf(behind: Exclude<BehindCard, { to: 'deals' }>) {
  if (behind.to === 'segment') return links.segment(behind.id)
  if (behind.to === 'changes') return links.forecast(behind.query)
  const { assignee, from, until } = behind
  return links.tasks({ queue: 'done', assignee, done_from: from, done_to: until })
}
