import { Stack, Text, Title } from '@mantine/core'
import type { DroppedEvent } from '../../../model/source.ts'
import { exactTime } from '../../lib/format.ts'
import { stepWords } from '../../lib/step-words.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { PropertyList } from '../../ui/PropertyList.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { reasonSentence } from './drop-reason.ts'

/** One dropped event: why, and what was sent. */
export function DroppedPanel({ event, onClose }: { event: DroppedEvent | null; onClose: () => void }) {
  return (
    <SidePanel
      opened={event !== null}
      onClose={onClose}
      size="lg"
      title={event?.event || event?.type || 'Dropped event'}
    >
      {event && (
        <Stack gap="md">
          <Text c="var(--kith-bad)">
            {reasonSentence(event.reason)} {event.detail}
          </Text>
          <PropertyList
            properties={{
              Received: exactTime(event.received_at),
              Source: event.source,
              Step: stepWords(event.step),
              Type: event.type,
              'Message ID': event.message_id,
            }}
          />
          <div>
            <Title order={3} mb={6}>
              As it was sent
            </Title>
            <CopyField block label="event as it was sent" value={indented(event.payload)} />
          </div>
        </Stack>
      )}
    </SidePanel>
  )
}

/** Readable JSON; text that is no JSON, which may be why it was dropped, as it is. */
function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
