import { useQuery } from '@tanstack/react-query'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { DealsSection } from '../../components/DealsSection.tsx'
import { Details } from '../../components/edits/Details.tsx'
import { MemberOf } from '../../components/edits/MemberOf.tsx'
import { AddTrait, ChangeTrait } from '../../components/edits/ChangeTrait.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { TraitList } from '../../components/TraitList.tsx'
import { useMay } from '../../lib/session.ts'
import { Section } from '../../ui/Section.tsx'
import { ComputedHistory } from './ComputedHistory.tsx'
import { HouseholdSection } from './HouseholdSection.tsx'
import { IdentifierList } from './IdentifierList.tsx'
import { PossibleDuplicates } from './PossibleDuplicates.tsx'
import { PersonSegments } from './PersonSegments.tsx'
import { SalesFacts } from './SalesFacts.tsx'
import { TraitHistory } from './TraitHistory.tsx'

/** What is known of a person: traits and their origin, identifiers, companies, segments, deals. */
export function PersonAbout({ person }: { person: Person }) {
  const may = useMay()
  const target = { object: 'person', id: person.id, traits: person.traits } as const
  const provenance = useQuery({
    queryKey: ['people', 'provenance', person.id],
    queryFn: () => api.people.provenance(person.id),
  })
  return (
    <>
      {may('duplicates:read') && <PossibleDuplicates person={person} />}
      <Details {...target} mayWrite={may('people:write')} />
      <FieldsSections object="person" path={`people/${person.id}`} mayWrite={may('people:write')} />
      <FilesSection of={{ path: 'people', id: person.id }} mayWrite={may('people:write')} />
      {may('deals:read') && <SalesFacts personId={person.id} />}
      <Section title="About" action={may('people:write') && <AddTrait {...target} />}>
        <TraitList
          traits={person.traits}
          provenance={provenance.data?.data}
          more={(trait, origin) =>
            origin?.computed ? (
              <ComputedHistory person={person.id} trait={trait} id={origin.computed} />
            ) : (
              <>
                <TraitHistory person={person.id} trait={trait} />
                {may('people:write') && <ChangeTrait {...target} name={trait} />}
              </>
            )
          }
          nothing="Nothing is known yet."
        />
      </Section>
      <Section title="Identifiers" count={person.identifiers.length}>
        <IdentifierList identifiers={person.identifiers} />
      </Section>
      {may('companies:read') && <MemberOf person={person} mayWrite={may('people:write')} />}
      <HouseholdSection id={person.id} mayWrite={may('people:write')} />
      {may('segments:read') && <PersonSegments id={person.id} />}
      {may('deals:read') && <DealsSection personId={person.id} />}
    </>
  )
}
