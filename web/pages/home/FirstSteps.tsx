import { IconRocket } from '@tabler/icons-react'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'

/** Home before the first event. */
export function FirstSteps() {
  const may = useMay()
  return (
    <EmptyState
      title="No event has arrived yet"
      icon={<IconRocket size={22} />}
      action={may('sources:write') && <ButtonLink {...links.setup()}>Send the first event</ButtonLink>}
      link={may('sources:read') && <TextLink {...links.sources()}>See the sources</TextLink>}
    >
      Kith shows here what arrives and whom it belongs to. Put three lines into a web page, or point a library
      that you already use at this address, and watch the first people appear.
    </EmptyState>
  )
}
