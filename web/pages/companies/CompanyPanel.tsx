import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { RecordPresence } from '../../components/RecordPresence.tsx'
import { StepThrough } from '../../components/StepThrough.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { CompanyAbout, CompanyHeading } from './CompanyAbout.tsx'
import classes from './companies.module.css'

export type CompanyPanelProps = {
  id: string | undefined
  onClose: () => void
  /** Goes to another company of those that are shown. */
  onChange: (id: string) => void
}

/** A company beside the list; the address names it. The page has its people and timeline besides. */
export function CompanyPanel({ id, onClose, onChange }: CompanyPanelProps) {
  const mayPresence = useMay()('activities:read')
  const company = useQuery({
    queryKey: ['companies', 'one', id],
    queryFn: () => api.companies.get(id ?? ''),
    enabled: id !== undefined,
  })
  const { data } = company
  const title = data ? <TextLink {...links.company(data.id)}>{companyLabel(data)}</TextLink> : 'Company'
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={title}>
      {id !== undefined && <StepThrough id={id} cache={['companies']} one="company" onChange={onChange} />}
      {data && id !== undefined && (
        <div key={data.id}>
          {mayPresence && <RecordPresence subject={{ type: 'company', id: data.id }} />}
          <div className={classes.heading}>
            <CompanyHeading company={data} />
          </div>
          <CompanyAbout company={data} />
        </div>
      )}
      {company.isLoading && <LinesSkeleton lines={8} />}
      {company.error && !data && <ErrorState error={company.error} again={() => void company.refetch()} />}
    </SidePanel>
  )
}
