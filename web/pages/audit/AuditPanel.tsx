import { Stack, Text } from '@mantine/core'
import type { AuditEntry } from '../../../model/access.ts'
import { exactTime } from '../../lib/format.ts'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { Changes } from './Changes.tsx'
import { ActorName, Subject } from './audit-columns.tsx'
import { actionWords } from './audit-words.ts'

/** One entry with all that was written down about it. */
export function AuditPanel({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <SidePanel opened={entry !== null} onClose={onClose} size="md" title={entry && actionWords(entry)}>
      {entry && (
        <Stack gap="md">
          <ActorName entry={entry} />
          <Text>
            <Subject entry={entry} />
          </Text>
          <Text size="sm" c="dimmed">
            {exactTime(entry.at)}
          </Text>
          <Changes details={entry.details} />
        </Stack>
      )}
    </SidePanel>
  )
}
