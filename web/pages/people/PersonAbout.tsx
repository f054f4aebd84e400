import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { DealsSection } from '../../components/DealsSection.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { TraitList } from '../../components/TraitList.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { ComputedHistory } from './ComputedHistory.tsx'
import { IdentifierList } from './IdentifierList.tsx'
import { PersonSegments } from './PersonSegments.tsx'
import classes from './PersonAbout.module.css'
import { SalesFacts } from './SalesFacts.tsx'
import { TraitHistory } from './TraitHistory.tsx'

/** What is known of a person: traits and their origin, identifiers, companies, segments, deals. */
export function PersonAbout({ person }: { person: Person }) {
  const may = useMay()
  const provenance = useQuery({
    queryKey: ['people', 'provenance', person.id],
    queryFn: () => api.people.provenance(person.id),
  })
  return (
    <>
      <FieldsSections object="person" path={`people/${person.id}`} mayWrite={may('people:write')} />
      {may('deals:read') && <SalesFacts personId={person.id} />}
      <Section title="About">
        <TraitList
          traits={person.traits}
          provenance={provenance.data?.data}
          more={(trait, origin) =>
            origin?.computed ? (
              <ComputedHistory person={person.id} trait={trait} id={origin.computed} />
            ) : (
              <TraitHistory person={person.id} trait={trait} />
            )
          }
          nothing="Nothing is known yet."
        />
      </Section>
      <Section title="Identifiers" count={person.identifiers.length}>
        <IdentifierList identifiers={person.identifiers} />
      </Section>
      {may('companies:read') && <Companies companies={person.companies} />}
      {may('segments:read') && <PersonSegments id={person.id} />}
      {may('deals:read') && <DealsSection personId={person.id} />}
    </>
  )
}

function Companies({ companies }: Pick<Person, 'companies'>) {
  return (
    <Section title="Companies" count={companies.length}>
      {companies.length === 0 && <Nothing>No company yet.</Nothing>}
      <ul className={classes.list}>
        {companies.map((company) => (
          <li key={company.id}>
            <Avatar label={companyLabel(company)} seed={company.id} shape="square" />
            <TextLink {...links.company(company.id)} fz="inherit">
              {companyLabel(company)}
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
