import { IconMapOff } from '@tabler/icons-react'
import { links } from '../lib/links.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { Page } from '../ui/Page.tsx'

export function NotFound() {
  return (
    <Page title="Nothing here">
      <EmptyState
        title="There is no page at this address"
        icon={<IconMapOff size={22} />}
        action={<ButtonLink {...links.home()}>Go to Home</ButtonLink>}
      >
        The link may be old or mistyped. Search finds people, companies, segments and deals by name.
      </EmptyState>
    </Page>
  )
}
