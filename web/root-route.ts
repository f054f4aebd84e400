import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext } from '@tanstack/react-router'
import { guard } from './lib/guard.ts'
import { Frame } from './shell/Frame.tsx'
import { NotFound } from './shell/NotFound.tsx'
import { RouteError } from './shell/RouteError.tsx'

/** What every page stands in, and who may see it. */
export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  beforeLoad: ({ context, location }) => guard(context.queryClient, location),
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: RouteError,
})

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Names the browser's tab until the page gives a better name. */
    title?: string
    /** Shown without the sidebar, to people who are not signed in. */
    bare?: boolean
  }
}
