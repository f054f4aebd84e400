import type { PresenceInput } from '../../model/presence.ts'
import { usePresence } from '../lib/presence.ts'
import { PresenceNote } from './PresenceNote.tsx'

/** Who else looks at a person or a company. */
export function RecordPresence({ subject }: { subject: PresenceInput }) {
  return <PresenceNote others={usePresence(subject)} />
}
