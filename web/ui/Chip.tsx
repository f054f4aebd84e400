import type { ReactNode } from 'react'
import classes from './Chip.module.css'

export type ChipProps = {
  /** What the colour means; the text must say it as well. */
  tone?: 'neutral' | 'accent' | 'good' | 'soon' | 'bad'
  icon?: ReactNode
  title?: string
  children: ReactNode
}

/** A small label for a state, a kind or an identifier. */
export function Chip({ tone = 'neutral', icon, title, children }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {icon}
      <span className={classes.text}>{children}</span>
    </span>
  )
}
