import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './insights.module.css'

/** A number that opens the deals behind it; a plain one when it is none. */
export function NumberButton({
  count,
  label,
  onOpen,
  children,
}: {
  count: number
  /** What is counted, for who does not see where it stands: "Won by Ana". */
  label: string
  onOpen: () => void
  children: ReactNode
}) {
  if (count === 0) return <span className={classes.none}>{children}</span>
  return (
    <button type="button" className={classes.number} onClick={onOpen}>
      {children}
      <VisuallyHidden>, {label}: show the deals</VisuallyHidden>
    </button>
  )
}
