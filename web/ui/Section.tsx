import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Section.module.css'

export type SectionProps = {
  title: string
  /** How many there are. */ count?: number
  action?: ReactNode
  children: ReactNode
}

/** A headed part of a record, set off by space. */
export function Section({ title, count, action, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.heading}>
        <Title order={2} size="h3">
          {title}
          {count !== undefined && count > 1 && <span className={classes.count}>{count}</span>}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}
