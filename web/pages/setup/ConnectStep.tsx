import { Group, Loader, Stack, Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import type { LiveEvent } from '../../../model/source.ts'
import { SnippetTabs } from '../../components/SnippetTabs.tsx'
import { links } from '../../lib/links.ts'
import { useLiveEvents } from '../../lib/live-events.ts'
import { useFirstSource } from '../../lib/use-first-source.ts'
import { BarePage } from '../../shell/BarePage.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './ConnectStep.module.css'

export function ConnectStep() {
  const source = useFirstSource()
  return (
    <BarePage
      wide
      title="Send the first event"
      description="Everything that your sites and services record with this write key becomes people here. Libraries made for Segment or RudderStack work unchanged."
    >
      <Stack gap="lg" mt="lg">
        {source.error ? (
          <ErrorState
            error={source.error}
            title="The source could not be made"
            again={() => void source.refetch()}
          />
        ) : source.data ? (
          <>
            <div>
              <Text size="sm" fw={500} mb={4}>
                Write key
              </Text>
              <CopyField label="write key" value={source.data.write_key} />
            </div>
            <SnippetTabs writeKey={source.data.write_key} />
            <FirstEvent source={source.data.name} />
          </>
        ) : (
          <BlockSkeleton height="16rem" />
        )}
      </Stack>
    </BarePage>
  )
}

/** Kith's own events, of a deal that was made say, are not what is waited for. */
function FirstEvent({ source }: { source: string }) {
  const events = useLiveEvents().events.filter((event) => event.source === source)
  const first = events.find((event) => event.outcome === 'stored') ?? events[0]
  return (
    <>
      <div className={classes.waiting} role="status">
        {first ? <Arrived event={first} /> : <Waiting />}
      </div>
      <Group justify="space-between">
        {first ? (
          <ButtonLink {...links.home()}>Open Kith</ButtonLink>
        ) : (
          <ButtonLink {...links.home()} variant="default">
            Do this later
          </ButtonLink>
        )}
      </Group>
    </>
  )
}

function Waiting() {
  return (
    <>
      <Loader size="xs" aria-hidden />
      <span>Waiting for the first event… It appears here within a second.</span>
    </>
  )
}

function Arrived({ event }: { event: LiveEvent }) {
  const { person } = event
  if (event.outcome === 'dropped') {
    return (
      <span>
        An event arrived and was dropped: {event.reason ?? 'no reason was given.'} Send another; this page
        goes on waiting.
      </span>
    )
  }
  return (
    <>
      <IconCircleCheckFilled size={18} color="var(--kith-good)" aria-hidden />
      <span className={classes.event}>
        <b>{event.event || event.type}</b> arrived from {event.source}
        {person && <> and belongs to {person.label}</>}.
      </span>
      {person && (
        <ButtonLink {...links.person(person.id)} size="compact-sm" variant="light">
          See this person
        </ButtonLink>
      )}
    </>
  )
}
