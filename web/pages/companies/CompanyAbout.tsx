import { Text } from '@mantine/core'
import type { Company } from '../../../model/company.ts'
import { AddTrait } from '../../components/edits/ChangeTrait.tsx'
import { DealsSection } from '../../components/DealsSection.tsx'
import { Details } from '../../components/edits/Details.tsx'
import { DeleteRecord } from '../../components/edits/DeleteRecord.tsx'
import { EnrichRecord } from '../../components/EnrichRecord.tsx'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { RecordOwner } from '../../components/RecordOwner.tsx'
import { TraitList } from '../../components/TraitList.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import { CompanySegments } from './CompanySegments.tsx'

/** What a company is at a glance. */
export function CompanyHeading({ company }: { company: Company }) {
  return (
    <>
      {company.domain && <Chip title="Domain">{company.domain}</Chip>}
      <Chip title="Company id">{company.group_id}</Chip>
      <RecordOwner object="companies" id={company.id} />
      <FavouriteStar kind="record" object="company" target_id={company.id} />
      <EnrichRecord object="company" id={company.id} label={companyLabel(company)} />
      <DeleteRecord object="company" id={company.id} label={companyLabel(company)} />
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
  const target = { object: 'company', id: company.id, traits: company.traits } as const
  return (
    <>
      <Details {...target} mayWrite={may('companies:write')} />
      <FieldsSections object="company" path={`companies/${company.id}`} mayWrite={may('companies:write')} />
      <FilesSection of={{ path: 'companies', id: company.id }} mayWrite={may('companies:write')} />
      <Section title="About" action={may('companies:write') && <AddTrait {...target} />}>
        <TraitList traits={company.traits} nothing="Nothing is known yet." />
      </Section>
      {may('segments:read') && <CompanySegments id={company.id} />}
      {may('deals:read') && <DealsSection companyId={company.id} />}
    </>
  )
}
