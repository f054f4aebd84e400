import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Company } from '../../../model/company.ts'
import { api } from '../../api.ts'
import { ActivityComposer } from '../../components/activities/ActivityComposer.tsx'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { Upcoming } from '../../components/activities/Upcoming.tsx'
import { PeopleTable } from '../../components/PeopleTable.tsx'
import { RecordPresence } from '../../components/RecordPresence.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RecordLayout } from '../../ui/RecordLayout.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { CompanyAbout, CompanyHeading } from './CompanyAbout.tsx'
import { CompanyTimeline } from './CompanyTimeline.tsx'

const route = getRouteApi('/companies/$id')
const tabs = ['people', 'timeline', 'about'] as const

export function CompanyPage() {
  const { id } = route.useParams()
  const company = useQuery({ queryKey: ['companies', 'one', id], queryFn: () => api.companies.get(id) })
  const parent = <TextLink {...links.companies()}>Companies</TextLink>
  if (!company.data) {
    return (
      <RecordState
        query={company}
        title="Company"
        parent={parent}
        missing="There is no company at this address"
      />
    )
  }
  const label = companyLabel(company.data)
  const about = <CompanyAbout company={company.data} />
  return (
    <RecordLayout
      title={label}
      lead={<Avatar label={label} seed={id} size="md" shape="square" />}
      parent={parent}
      heading={<CompanyHeading company={company.data} />}
      about={about}
    >
      <CompanyTabs company={company.data} about={about} />
    </RecordLayout>
  )
}

function CompanyTabs({ company, about }: { company: Company; about: ReactNode }) {
  const { tab = 'people', type, activity } = route.useSearch()
  const may = useMay()
  const navigate = route.useNavigate()
  const set = (change: { tab?: typeof tab; type?: string | undefined; activity?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  return (
    <Tabs
      value={tab}
      onChange={(next) => set({ tab: tabs.find((one) => one === next) ?? 'people' })}
      keepMounted={false}
    >
      <Tabs.List mb="sm">
        <Tabs.Tab value="people">People</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="about" hiddenFrom="md">
          About
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="people">
        <PeopleTable
          label={`People of ${companyLabel(company)}`}
          queryKey={['companies', 'people', company.id]}
          fetch={(page) => api.companies.people(company.id, page)}
          nothing="Nobody was seen acting for this company yet."
        />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        {may('activities:read') && (
          <>
            <RecordPresence subject={{ type: 'company', id: company.id }} />
            <ActivityComposer about={{ companyId: company.id }} />
            <Upcoming about={{ companyId: company.id }} onOpen={(id) => set({ activity: id })} />
          </>
        )}
        <CompanyTimeline
          company={company}
          type={type}
          onType={(chosen) => set({ type: chosen })}
          {...(may('activities:read') && { onActivity: (id: string) => set({ activity: id }) })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="about">{about}</Tabs.Panel>
      <ActivityPanel id={activity} onChange={(id) => set({ activity: id })} />
    </Tabs>
  )
}
