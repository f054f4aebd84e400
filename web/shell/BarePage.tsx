import { Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './BarePage.module.css'
import { Logo } from './Logo.tsx'

export type BarePageProps = { title: string; description?: ReactNode; wide?: boolean; children: ReactNode }

/** A page without the sidebar, for those who are not signed in yet. */
export function BarePage({ title, description, wide = false, children }: BarePageProps) {
  useDocumentTitle(`${title} · Kith`)
  return (
    <main className={classes.page}>
      <div className={classes.content} data-wide={wide || undefined}>
        <Logo />
        <Title order={1} mt="lg">
          {title}
        </Title>
        {description && <p className={classes.description}>{description}</p>}
        {children}
      </div>
    </main>
  )
}
