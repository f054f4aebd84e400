import { Stack, Text } from '@mantine/core'
import type { AuditEntry } from '../../../model/access.ts'
import { isObject } from '../../../model/json.ts'
import { exactTime } from '../../lib/format.ts'
import { PropertyList } from '../../ui/PropertyList.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
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
          {isObject(entry.details) && Object.keys(entry.details).length > 0 && (
            <PropertyList properties={entry.details} />
          )}
        </Stack>
      )}
    </SidePanel>
  )
}
