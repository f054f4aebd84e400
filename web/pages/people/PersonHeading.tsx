import { Text } from '@mantine/core'
import type { Person } from '../../../model/person.ts'
import { DeleteRecord } from '../../components/edits/DeleteRecord.tsx'
import { EnrichRecord } from '../../components/EnrichRecord.tsx'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { RecordOwner } from '../../components/RecordOwner.tsx'
import { ScoreBadges } from '../../components/ScoreBadges.tsx'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike, byStrength } from '../../lib/profile.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

const CHIPS = 4

/** The identifiers that say most, and when the person was here first and last. */
export function PersonHeading({ person }: { person: Person }) {
  return (
    <>
      {byStrength(person.identifiers)
        .slice(0, CHIPS)
        .map((identifier) => (
          <IdentifierChip key={`${identifier.type} ${identifier.value}`} identifier={identifier} />
        ))}
      <ScoreBadges personId={person.id} />
      <RecordOwner object="people" id={person.id} />
      <FavouriteStar kind="record" object="person" target_id={person.id} />
      <EnrichRecord object="person" id={person.id} label={personLabel(asPersonLike(person))} />
      <DeleteRecord object="person" id={person.id} label={personLabel(asPersonLike(person))} />
      <Text size="sm" c="dimmed">
        Last seen <RelativeTime at={person.last_seen} />. First seen <RelativeTime at={person.first_seen} />.
      </Text>
    </>
  )
}
