import { ActionIcon } from '@mantine/core'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Logo } from './Logo.tsx'
import { overlays } from './open-overlay.ts'
import classes from './TopBar.module.css'

/** Only on phones: opens the menu and the search. */
export function TopBar({ onMenu }: { onMenu: () => void }) {
  return (
    <nav className={classes.bar} aria-label="Menu and search">
      <ActionIcon size="lg" aria-label="Open the menu" onClick={onMenu}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <Logo />
      <ActionIcon size="lg" aria-label="Search" onClick={() => overlays.open('palette')}>
        <IconSearch size={18} />
      </ActionIcon>
    </nav>
  )
}
