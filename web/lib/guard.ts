import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import { api } from '../api.ts'
import { sessionQuery } from './session.ts'

/** Sends whoever opens a page to set-up or sign-in first when that is needed, and remembers where they wanted to go. */
export async function guard(
  client: QueryClient,
  location: { pathname: string; href: string },
): Promise<void> {
  // Whoever has a link that was mailed chooses a password, signed in or not.
  if (location.pathname === '/new-password') return
  const session = await client.ensureQueryData(sessionQuery)
  if (session.needs_setup) {
    if (location.pathname !== '/setup') throw redirect({ to: '/setup' })
    return
  }
  if (!session.user) {
    if (location.pathname === '/sign-in') return
    throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  }
  if (location.pathname === '/sign-in') throw redirect({ to: '/' })
}

/** Forgets everything that was read while signed in and goes to the sign-in page. */
export async function signOut(client: QueryClient): Promise<void> {
  await api.session.signOut()
  client.clear()
  window.location.assign('/sign-in')
}
