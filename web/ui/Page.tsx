import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useEffect, useRef, type ReactNode } from 'react'
import { takePageFocus } from '../lib/page-focus.ts'
import classes from './Page.module.css'

export type PageProps = {
  title: string
  /** Before the title: whose page it is, as a picture. */
  lead?: ReactNode
  /** Shown beside the title: a count or a state. */
  note?: ReactNode
  /** One sentence under the title. */
  description?: ReactNode
  /** The one primary action of the page. */
  action?: ReactNode
  /** Search, filters and tabs, under the title. */
  toolbar?: ReactNode
  /** Where the page belongs, above the title: a link back to its list. */
  parent?: ReactNode
  children: ReactNode
}

/** The frame of every page: its heading takes the focus when the page is opened, and names the browser's tab. */
export function Page({ title, lead, note, description, action, toolbar, parent, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(`${title} · Kith`)
  useEffect(() => {
    if (takePageFocus()) heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        {parent && <div className={classes.parent}>{parent}</div>}
        <div className={classes.heading}>
          <div className={classes.title} data-lead={lead !== undefined || undefined}>
            {lead}
            <Title order={1} ref={heading} tabIndex={-1} className={classes.name}>
              {title}
            </Title>
            {note && <div className={classes.note}>{note}</div>}
          </div>
          {action && <div className={classes.action}>{action}</div>}
        </div>
        {description && (
          <Text c="dimmed" size="sm" className={classes.description}>
            {description}
          </Text>
        )}
        {toolbar && <div className={classes.toolbar}>{toolbar}</div>}
      </header>
      {children}
    </div>
  )
}
