import { UnstyledButton } from '@mantine/core'
import { IconBox, IconSearch, IconStar, IconTable } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { rightsFor } from '../../model/rights.ts'
import { favouritesQuery, linkOf } from '../lib/favourites.ts'
import { objectsQuery } from '../lib/object-queries.ts'
import { links } from '../lib/links.ts'
import { modifierKey } from '../lib/keyboard.ts'
import { useMay, useSession } from '../lib/session.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Logo } from './Logo.tsx'
import { placesFor, type PlaceGroup } from './navigation.ts'
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

/** The kinds of records that this team made for itself. */
function OwnObjects() {
  const mayRead = useMay()('records:read')
  const { data: objects = [] } = useQuery({ ...objectsQuery, enabled: mayRead })
  const { rights } = useSession()
  const own = objects.filter(
    ({ key, standard, archived_at }) =>
      !standard && archived_at === null && rightsFor(rights, key).view !== 'none',
  )
  if (!mayRead || own.length === 0) return null
  return (
    <div className={classes.group}>
      <h2 className={classes.heading}>Records</h2>
      <ul>
        {own.map(({ key, plural }) => (
          <li key={key}>
            <Link {...links.records(key)} className={classes.place} activeOptions={{ includeSearch: false }}>
              <IconBox size={17} stroke={1.6} aria-hidden />
              {plural}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The views and records that the reader keeps here. */
function Favourites() {
  const { data: favourites = [] } = useQuery(favouritesQuery)
  if (favourites.length === 0) return null
  return (
    <div className={classes.group}>
      <h2 className={classes.heading}>Favourites</h2>
      <ul>
        {favourites.map((one) => (
          <li key={one.id}>
            <Link {...linkOf(one)} className={classes.place} activeOptions={{ includeSearch: true }}>
              {one.kind === 'view' ? (
                <IconTable size={17} stroke={1.6} aria-hidden />
              ) : (
                <IconStar size={17} stroke={1.6} aria-hidden />
              )}
              <span className={classes.label}>{one.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Records of your own stand with the daily work, before where data comes from and settings. */
function Places() {
  const groups = placesFor(useMay())
  const rest = groups.findIndex(({ label }) => label === 'Data' || label === 'Settings')
  const daily = rest < 0 ? groups.length : rest
  return (
    <>
      {groups.slice(0, 1).map((group) => (
        <Group key={group.label} group={group} />
      ))}
      <Favourites />
      {groups.slice(1, daily).map((group) => (
        <Group key={group.label} group={group} />
      ))}
      <OwnObjects />
      {groups.slice(daily).map((group) => (
        <Group key={group.label} group={group} />
      ))}
    </>
  )
}

function Group({ group }: { group: PlaceGroup }) {
  return (
    <div className={classes.group}>
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
  )
}
