import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

export type EmptyStateProps = {
  /** What this page is, once there is something in it: "No segments yet". */
  title: string
  /** Why it helps, in a sentence or two. */
  children: ReactNode
  icon?: ReactNode
  /** One button. */
  action?: ReactNode
  /** A link to where things come from. */
  link?: ReactNode
}

export function EmptyState({ title, children, icon, action, link }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {icon && (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      )}
      <Title order={2} size="h2">
        {title}
      </Title>
      <Text c="dimmed" className={classes.why} component="div">
        {children}
      </Text>
      {(action || link) && (
        <div className={classes.actions}>
          {action}
          {link}
        </div>
      )}
    </div>
  )
}
