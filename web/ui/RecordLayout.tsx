import type { ReactNode } from 'react'
import { Page } from './Page.tsx'
import classes from './RecordLayout.module.css'

export type RecordLayoutProps = {
  title: string
  lead: ReactNode
  parent: ReactNode
  /** Under the title: what the record is at a glance. */
  heading: ReactNode
  action?: ReactNode
  /** What is known, in a column on the left; left out where there is no room, so offer it in a tab, too. */
  about: ReactNode
  children: ReactNode
}

/** The page of one record: what it is, what is known on the left, what happens in the middle. */
export function RecordLayout({ title, lead, parent, heading, action, about, children }: RecordLayoutProps) {
  return (
    <Page
      title={title}
      lead={lead}
      parent={parent}
      action={action}
      toolbar={<div className={classes.heading}>{heading}</div>}
    >
      <div className={classes.columns}>
        <aside className={classes.about} aria-label={`About ${title}`}>
          {about}
        </aside>
        <div className={classes.content}>{children}</div>
      </div>
    </Page>
  )
}
