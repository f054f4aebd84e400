import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useShortcuts, type Shortcuts } from '../lib/keyboard.ts'
import { useMay } from '../lib/session.ts'
import { placesFor } from './navigation.ts'
import { overlays, useOverlay } from './open-overlay.ts'

const CommandPalette = lazy(() => import('./CommandPalette.tsx').then((m) => ({ default: m.CommandPalette })))
const ShortcutsDialog = lazy(() =>
  import('./ShortcutsDialog.tsx').then((m) => ({ default: m.ShortcutsDialog })),
)

/** The command palette and the list of shortcuts, and the keys that work on every page. */
export function Overlays() {
  const overlay = useOverlay()
  const goTo = useGoToKeys()
  useShortcuts({
    'mod+k': () => overlays.open('palette'),
    '?': () => overlays.open('shortcuts'),
    '/': focusSearch,
    ...goTo,
  })
  return (
    <Suspense>
      {overlay === 'palette' && <CommandPalette onClose={overlays.close} />}
      {overlay === 'shortcuts' && <ShortcutsDialog onClose={overlays.close} />}
    </Suspense>
  )
}

function useGoToKeys(): Shortcuts {
  const navigate = useNavigate()
  const places = placesFor(useMay()).flatMap((group) => group.places)
  return Object.fromEntries(
    places.map((place) => [place.keys, () => void navigate({ to: place.link.to ?? '/' })]),
  )
}

/** Puts the cursor into the page's own search, or opens the search of everything when the page has none. */
function focusSearch() {
  const field = document.querySelector<HTMLInputElement>('main [data-search]')
  if (field) field.select()
  else overlays.open('palette')
}
