import { useQuery } from '@tanstack/react-query'
import type { Company } from '../../../model/company.ts'
import { api } from '../../api.ts'
import { Timeline, type TimelineProps } from '../../components/Timeline.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { personLabel } from '../../lib/people.ts'

const NAMED = 500

export type CompanyTimelineProps = { company: Company } & Pick<
  TimelineProps,
  'type' | 'onType' | 'onActivity'
>

/** What the people of a company did, each event with its person's name. */
export function CompanyTimeline({ company, ...filter }: CompanyTimelineProps) {
  const names = useQuery({
    queryKey: ['companies', 'names', company.id],
    queryFn: async () => {
      const { data } = await api.companies.people(company.id, { limit: NAMED })
      return new Map(data.map((person) => [person.id, personLabel(person)]))
    },
  })
  return (
    <Timeline
      of={companyLabel(company)}
      queryKey={['companies', 'timeline', company.id]}
      fetch={(query, page) => api.companies.timeline(company.id, query, page)}
      who={(personId) => names.data?.get(personId)}
      {...filter}
    />
  )
}
