import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useMatches, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { wantPageFocus } from '../lib/page-focus.ts'
import { useSession } from '../lib/session.ts'
import { LiveRegion } from '../ui/LiveRegion.tsx'
import classes from './Frame.module.css'
import { OfflineBanner } from './OfflineBanner.tsx'
import { Overlays } from './Overlays.tsx'
import { Sidebar } from './Sidebar.tsx'
import { TopBar } from './TopBar.tsx'

/** Around every page: the sidebar, a drawer in its place on phones, and what opens over pages. */
export function Frame() {
  const bare = useMatches({ select: (matches) => matches.at(-1)?.staticData.bare ?? false })
  const signedIn = useSession().user !== null
  useReturnToSignIn(!signedIn && !bare)
  useFocusOnNewPage()
  if (bare || !signedIn) return <Outlet />
  return <SignedInFrame />
}

function SignedInFrame() {
  const router = useRouter()
  const [drawer, { open, close }] = useDisclosure(false)
  useEffect(() => router.subscribe('onBeforeNavigate', close), [router, close])
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <aside className={classes.side}>
        <Sidebar />
      </aside>
      <Drawer.Root opened={drawer} onClose={close} size="16rem" padding={0}>
        <Drawer.Overlay backgroundOpacity={0.4} />
        <Drawer.Content aria-label="Menu">
          <Sidebar />
        </Drawer.Content>
      </Drawer.Root>
      <TopBar onMenu={open} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <OfflineBanner />
        <Outlet />
      </main>
      <LiveRegion />
      <Overlays />
    </div>
  )
}

/** Tells the next page that its heading shall take the focus, unless only something on the same page changes. */
function useFocusOnNewPage() {
  const router = useRouter()
  useEffect(
    () => router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && wantPageFocus()),
    [router],
  )
}

/** When the session has ended, the guard of the routes decides again, and leads to the sign-in page. */
function useReturnToSignIn(needed: boolean) {
  const router = useRouter()
  useEffect(() => {
    if (needed) void router.invalidate()
  }, [needed, router])
}
