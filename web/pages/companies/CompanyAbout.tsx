import { Text } from '@mantine/core'
import type { Company } from '../../../model/company.ts'
import { DealsSection } from '../../components/DealsSection.tsx'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { RecordOwner } from '../../components/RecordOwner.tsx'
import { TraitList } from '../../components/TraitList.tsx'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'

/** What a company is at a glance. */
export function CompanyHeading({ company }: { company: Company }) {
  return (
    <>
      {company.domain && <Chip title="Domain">{company.domain}</Chip>}
      <Chip title="Company id">{company.group_id}</Chip>
      <RecordOwner object="companies" id={company.id} />
      <FavouriteStar kind="record" object="company" target_id={company.id} />
      <Text size="sm" c="dimmed">
        Last seen <RelativeTime at={company.last_seen} />. First seen <RelativeTime at={company.first_seen} />
        .
      </Text>
    </>
  )
}

/** What is known of a company: fields, traits, deals. */
export function CompanyAbout({ company }: { company: Company }) {
  const may = useMay()
  return (
    <>
      <FieldsSections object="company" path={`companies/${company.id}`} mayWrite={may('companies:write')} />
      <Section title="About">
        <TraitList traits={company.traits} nothing="Nothing is known yet." />
      </Section>
      {may('deals:read') && <DealsSection companyId={company.id} />}
    </>
  )
}
