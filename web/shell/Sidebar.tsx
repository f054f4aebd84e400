import { UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { modifierKey } from '../lib/keyboard.ts'
import { useMay } from '../lib/session.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Logo } from './Logo.tsx'
import { placesFor } from './navigation.ts'
import { overlays } from './open-overlay.ts'
import classes from './Sidebar.module.css'
import { UserMenu } from './UserMenu.tsx'

export function Sidebar() {
  return (
    <div className={classes.sidebar}>
      <div className={classes.top}>
        <Logo />
        <UnstyledButton
          className={classes.search}
          onClick={() => overlays.open('palette')}
          aria-keyshortcuts="Control+K"
        >
          <IconSearch size={15} aria-hidden />
          <span>Search</span>
          <KeyHint keys={`${modifierKey} K`} />
        </UnstyledButton>
      </div>
      <nav aria-label="Pages" className={classes.places}>
        <Places />
      </nav>
      <UserMenu />
    </div>
  )
}

function Places() {
  return placesFor(useMay()).map((group) => (
    <div key={group.label} className={classes.group}>
      {group.label && <h2 className={classes.heading}>{group.label}</h2>}
      <ul>
        {group.places.map((place) => (
          <li key={place.label}>
            <Link
              {...place.link}
              className={classes.place}
              activeOptions={{ exact: place.link.to === '/', includeSearch: false }}
              aria-keyshortcuts={place.keys}
            >
              <place.icon size={17} stroke={1.6} aria-hidden />
              {place.label}
              {place.note && <place.note />}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ))
}
